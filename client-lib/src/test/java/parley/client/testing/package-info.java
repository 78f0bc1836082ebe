/**
 * A fake server for the tests of applications that use the client library. It is in the test-jar of the library and
 * needs only the library.
 */
package parley.client.testing;
