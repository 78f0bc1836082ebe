/**
 * File contents on disk: each blob is there once under its SHA-256; an upload is staged beside them and becomes blobs
 * when it is complete and right. Promises that a stored blob is durable, and that no more is staged than the limits
 * allow.
 */
@NullMarked
package parley.server.bundles.store;

import org.jspecify.annotations.NullMarked;
