package parley.server.tasks;

/** A task was paused, resumed or released, durably; its clients on this node can be told at once. */
public record TaskMoved(String task) {}
