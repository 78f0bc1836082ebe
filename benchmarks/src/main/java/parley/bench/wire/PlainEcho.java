package parley.bench.wire;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Sends back what it gets. Runs in Payara, in the WAR that {@link PlainWar} makes. */
@ServerEndpoint("/echo")
public class PlainEcho {

    @OnMessage
    public byte[] echo(byte[] message) {
        return message;
    }
}
