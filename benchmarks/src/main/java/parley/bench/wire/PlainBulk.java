package parley.bench.wire;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends as many bytes as a text asks for, in messages of 64 KiB. Runs in Payara, in the WAR that {@link PlainWar}
 * makes.
 */
@ServerEndpoint("/bulk")
public class PlainBulk {

    private static final int MESSAGE = 64 * 1024;

    @OnMessage
    public void send(String bytes, Session session) throws IOException {
        byte[] content = new byte[MESSAGE];
        for (long left = Long.parseLong(bytes); left > 0; left -= MESSAGE) {
            session.getBasicRemote().sendBinary(ByteBuffer.wrap(content, 0, (int) Math.min(left, MESSAGE)));
        }
    }
}
