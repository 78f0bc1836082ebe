package parley.message;

/** Asks the other side for a sign of life. */
public record Ping() implements Message {}
