package parley.server.bundles.store;

/**
 * What the blob store may take of the disk.
 *
 * @param totalBytes all blobs together, uploads under way included
 * @param reserveBytes what stays free on the file system for the database and the log
 */
public record BlobLimits(long totalBytes, long reserveBytes) {}
