package parley.message;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.platform.Platform;

/**
 * The client introduces itself; the only record before {@code welcome}.
 *
 * @param name the client's name, see {@link Names#checkName}
 * @param labels see {@link Names#checkLabels}
 * @param capabilities optional abilities of this client, see {@link #CONFIRM}, {@link #LINKS} and {@link #FOLDERS};
 *     unknown ones are ignored
 * @param resume the last report of the client that the server acknowledged
 */
public record Hello(
        String name,
        Map<String, String> labels,
        Agent agent,
        Platform platform,
        List<String> capabilities,
        Optional<Position> resume)
        implements Message {

    static final Shape SHAPE = Shape.of("name")
            .textsByName("labels", Names.MAX_LABELS)
            .object("agent", Agent.SHAPE)
            .object("platform", Platform.SHAPE)
            .texts("capabilities")
            .object("resume", Position.SHAPE);

    /** A longer hello is refused with code 23. */
    public static final int MAX_BYTES = 4 * 1024;

    /** The capability of a client that leaves an applied update open until the server confirms it. */
    public static final String CONFIRM = "confirm";

    /** The capability of a client whose destination takes symbolic links. */
    public static final String LINKS = "links";

    /** The capability of a client that makes the empty folders of a bundle. */
    public static final String FOLDERS = "folders";

    public Hello {
        Names.checkName(name);
        labels = Names.checkLabels(labels);
        Objects.requireNonNull(agent);
        Objects.requireNonNull(platform);
        capabilities = List.copyOf(capabilities);
        Objects.requireNonNull(resume);
    }

    /** The list of capabilities: {@code more}, and {@link #CONFIRM} if so. */
    public static List<String> capabilities(boolean confirms, List<String> more) {
        return Stream.concat(more.stream(), Stream.of(CONFIRM).filter(c -> confirms))
                .toList();
    }

    static Hello read(Members in) throws MessageException {
        return new Hello(
                in.text("name"),
                in.map("labels", String.class),
                in.object("agent", Agent::read),
                in.object("platform", Platform::read),
                in.list("capabilities", String.class),
                in.optional("resume", name -> in.object(name, Position::read)));
    }

    void write(MemberWriter out) {
        out.text("name", name)
                .texts("labels", labels)
                .object("agent", agent::write)
                .object("platform", platform::write)
                .texts("capabilities", capabilities);
        resume.ifPresent(position -> out.object("resume", position::write));
    }
}
