/** The implementation of the fake server; for tests of this repository, not for applications. */
package parley.client.testing.internal;
