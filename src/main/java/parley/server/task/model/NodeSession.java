package parley.server.task.model;

/**
 * The session with which a client asks to be admitted.
 *
 * @param node the server process that holds it
 * @param id of the session
 * @param opened its number in the order in which the node's connections were opened
 */
public record NodeSession(String node, String id, long opened) {}
