/** A server of a few hundred lines that answers REST as docs/cli.md and the OpenAPI say, for tests of the CLI without a container. */
package parley.cli.stub;
