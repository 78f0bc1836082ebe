/**
 * Tasks, their clients, tokens and events over REST. Reads requests, calls the services, writes answers; decides
 * nothing.
 */
package parley.server.task.api;
