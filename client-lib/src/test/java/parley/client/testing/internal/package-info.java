/** How the fake server is made; not for callers. */
package parley.client.testing.internal;
