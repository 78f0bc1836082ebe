/**
 * Lists, pages and counts of tasks and clients for REST and the rollout. Reads only.
 */
package parley.server.task.query;
