/**
 * For the tests of applications that use the client library: a server to update them from. It is in the test-jar of the
 * library and needs nothing but the library.
 */
package parley.client.testing;
