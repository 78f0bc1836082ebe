/** Tasks and their clients over REST. Reads requests, asks {@code tasks}, writes answers; decides nothing. */
package parley.server.tasks.api;
