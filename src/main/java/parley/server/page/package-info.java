/**
 * Serves the files of the admin page.
 *
 * <p>Promises that only files that were found at the start can be asked for, that an address with a hash always means
 * the same bytes, and that a browser learns from each answer of REST which page belongs to the server. What the page
 * does is in {@code web/}.
 */
@NullMarked
package parley.server.page;

import org.jspecify.annotations.NullMarked;
