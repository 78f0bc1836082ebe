/**
 * Bundles and the blobs that they are made of.
 *
 * <p>A bundle is a set of files with one digest over all of it; it never changes, and the same set uploaded again is
 * the same bundle.
 * File contents are blobs: each stands once on disk under its SHA-256, whatever number of bundles contains it. A bundle
 * exists from the moment its row is committed; before that all its blobs are durable on disk. An upload that does not
 * reach that point leaves nothing behind that is ever served, and what it leaves on disk is swept.
 *
 * <p>Out of scope: who gets a bundle (tasks) and what of it a client needs (negotiation).
 */
package parley.server.bundles;
