/** Examples of the client library that compile and run as tests; the Javadoc quotes them. */
package parley.examples;
