/** How the fake server is made; for tests of this repository, not for applications. */
package parley.client.testing.internal;
