package parley.server.access;

/** The body of a request that needs no credential: less is read of it, by fewer threads. */
public interface FromAnybody {}
