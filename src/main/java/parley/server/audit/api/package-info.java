/**
 * The audit log over REST.
 */
package parley.server.audit.api;
