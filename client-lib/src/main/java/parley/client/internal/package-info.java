/**
 * How a client works. Nothing in here or below is for applications, and any of it may change with any version.
 */
package parley.client.internal;
