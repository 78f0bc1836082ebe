package parley.message;

/** Asks the other side for a {@link Pong}. */
public record Ping() implements Message {}
