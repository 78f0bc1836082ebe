/**
 * The admin page in a real browser, with real clients that join meanwhile. Everything happens on one server and in one
 * Chromium, see {@link parley.server.page.Desk}; each story has its own task and its own window.
 */
package parley.server.page;
