/**
 * Reads uploads (multipart, zip and tar.gz) as streams into a set of files.
 *
 * <p>All input may be hostile. Only names and one buffer are kept in memory, only staged blobs are written, and every
 * reader stops at the first error and names it.
 */
@NullMarked
package parley.server.bundles.intake;

import org.jspecify.annotations.NullMarked;
