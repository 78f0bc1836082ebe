package parley.protocol;

/** A step of a handshake or a session. If it fails, in whatever way, what it belongs to comes to its end. */
@FunctionalInterface
interface Step<T> {
    T run() throws ProtocolException;

    static <T> T orEnd(Step<T> step, Runnable end) throws ProtocolException {
        try {
            return step.run();
        } catch (ProtocolException e) {
            end.run();
            throw e;
        } catch (RuntimeException e) {
            end.run();
            throw new ProtocolException(Failure.INTERNAL, e);
        }
    }
}
