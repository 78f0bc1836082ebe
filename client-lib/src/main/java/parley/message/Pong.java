package parley.message;

/** The answer to {@link Ping}. */
public record Pong() implements Message {}
