package parley.protocol;

import org.jspecify.annotations.Nullable;

/** A step of a handshake or a session. If it fails, in whatever way, what it belongs to comes to its end. */
@FunctionalInterface
interface Step<T> {
    T run() throws ProtocolException;

    /** What an earlier step has made: there is one in the states that come after it. */
    static <T> T made(@Nullable T earlier) {
        if (earlier == null) {
            throw new IllegalStateException("The step that makes this has not been taken.");
        }
        return earlier;
    }

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
