/**
 * The CLI's side of {@code /api/v1}: finds the server and the API key, sends requests and uploads.
 *
 * <p>Promised: an API key is sent over https or to this machine's loopback address only, and redirects are never
 * followed.
 */
@NullMarked
package parley.cli.rest;

import org.jspecify.annotations.NullMarked;
