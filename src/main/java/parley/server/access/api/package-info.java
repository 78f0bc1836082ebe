/**
 * API keys and signing in over REST.
 */
package parley.server.access.api;
