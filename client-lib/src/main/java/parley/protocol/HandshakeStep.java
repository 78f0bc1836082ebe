package parley.protocol;

/** A step of a handshake, which ends the handshake if it fails in whatever way. */
@FunctionalInterface
interface HandshakeStep<T> {
    T run() throws ProtocolException;

    static <T> T run(HandshakeStep<T> step, Runnable end) throws ProtocolException {
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
