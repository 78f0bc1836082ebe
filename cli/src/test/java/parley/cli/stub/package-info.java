/**
 * For tests of the CLI without a container: a server of a few hundred lines that answers REST as docs/cli.md and the
 * OpenAPI say, and the fake server of the client library, set by the directives of transcripts.
 */
package parley.cli.stub;
