/**
 * Tests of the command line as transcripts: what is typed, and what must be seen then.
 * {@link parley.cli.transcript.Transcript} has the format.
 */
package parley.cli.transcript;
