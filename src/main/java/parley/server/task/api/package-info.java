/**
 * Tasks, their clients, tokens and events over REST. Reads requests, asks the services, writes answers; decides
 * nothing.
 */
package parley.server.task.api;
