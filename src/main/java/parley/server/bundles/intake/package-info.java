/**
 * How the bytes of an upload become a set of files: multipart, zip and tar.gz, read as streams.
 *
 * <p>Everything in here is hostile input. Nothing is kept in memory but names and one buffer, nothing is written but
 * staged blobs, and
 * every reader stops at the first thing that is wrong, naming it.
 */
package parley.server.bundles.intake;
