/**
 * File contents on disk: each blob stands once under its SHA-256; an upload is staged beside them and becomes blobs
 * when all of it is there and right. Promises that a blob is durable when it is said to be stored, and that no more is
 * staged than the limits say.
 */
package parley.server.bundles.store;
