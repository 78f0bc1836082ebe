package parley.server.bundles.store;

/**
 * How much of the disk the blob store may use.
 *
 * @param totalBytes all blobs together, including running uploads
 * @param reserveBytes bytes that stay free on the file system for the database and the log
 */
public record BlobLimits(long totalBytes, long reserveBytes) {}
