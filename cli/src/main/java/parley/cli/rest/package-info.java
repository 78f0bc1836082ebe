/**
 * The CLI's side of {@code /api/v1}: where the server is, which key opens it, requests and uploads.
 *
 * <p>Promised: an API key is sent over https or to this machine's loopback address only, and redirects are never
 * followed.
 */
package parley.cli.rest;
