/**
 * Bundles over REST.
 */
package parley.server.bundles.api;
