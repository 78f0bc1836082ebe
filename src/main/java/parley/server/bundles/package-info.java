/**
 * Bundles and their blobs.
 *
 * <p>A bundle is a set of files with one digest over all of it; it never changes, and the same set uploaded again is
 * the same bundle. File contents are blobs: each is once on disk under its SHA-256, however many bundles contain it. A
 * bundle exists once its row is committed; before that all its blobs are durable on disk. An upload that does not
 * reach that point is never served, and its files on disk are deleted later.
 *
 * <p>A bundle that nothing needs can be deleted. A blob is deleted when no bundle contains it, never one that an upload
 * holds.
 *
 * <p>Out of scope: who gets a bundle (tasks) and what of it a client needs (negotiation).
 */
@NullMarked
package parley.server.bundles;

import org.jspecify.annotations.NullMarked;
