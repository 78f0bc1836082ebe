package parley.protocol;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A random source that gives what it is told, after the 32 bytes that {@link Randomness} draws to watch it. */
final class ScriptedRandom extends SecureRandom {
    private final transient Deque<byte[]> script;

    ScriptedRandom(byte[]... draws) {
        byte[] probe = new byte[32];
        Arrays.fill(probe, (byte) 0x55);
        script = new ArrayDeque<>(Arrays.asList(draws));
        script.addFirst(probe);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] drawn = script.remove();
        if (drawn.length != bytes.length) {
            throw new AssertionError("asked for " + bytes.length + " bytes, have " + drawn.length);
        }
        System.arraycopy(drawn, 0, bytes, 0, bytes.length);
    }
}
