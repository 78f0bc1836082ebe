/**
 * Tests of the real WAR on a real Payara Micro.
 *
 * <p>What is tested is written once, in interfaces called {@code …Stories}. {@link parley.server.it.H2IT} and {@link
 * parley.server.it.PostgresqlIT} tell all of them, each on one server that Arquillian deploys. Tests that kill the
 * server, or need one with other settings, start a {@link parley.server.it.ServerProcess} of their own.
 */
package parley.server.it;
