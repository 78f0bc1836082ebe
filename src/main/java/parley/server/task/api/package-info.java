/**
 * Tasks, their clients, tokens and events over REST. Reads requests, calls the services, writes answers; decides
 * nothing.
 */
@NullMarked
package parley.server.task.api;

import org.jspecify.annotations.NullMarked;
