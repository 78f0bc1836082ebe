package parley.client.internal.connection;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parley.client.CopiedState;
import parley.client.UpdateHandler;
import parley.client.UpdateListener;
import parley.client.internal.concurrent.ClientExecutors;
import parley.message.Agent;
import parley.message.Hello;
import parley.message.Position;
import parley.message.platform.Platform;
import parley.protocol.JoinToken;

/** Everything that a run needs to know. */
public record RunSettings(
        JoinToken token,
        String name,
        Map<String, String> labels,
        Agent agent,
        Path stateFolder,
        CopiedState copiedState,
        UpdateHandler handler,
        UpdateListener listener,
        int connections,
        boolean stay,
        ClientExecutors executors,
        Transport transport,
        SecureRandom random,
        RandomGenerator jitter,
        Clock clock) {

    public Hello hello(Optional<Position> resume) {
        List<String> capabilities = Hello.capabilities(handler.confirms(), handler.capabilities());
        return new Hello(name, labels, agent, Platform.current(), capabilities, resume);
    }
}
