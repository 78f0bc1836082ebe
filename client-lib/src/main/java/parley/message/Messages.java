package parley.message;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import parley.message.json.JsonBounds;
import parley.message.json.JsonText;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;

/** Turns messages into JSON and back, strictly by §7. */
public final class Messages {

    private static final List<Type<?>> TYPES = List.of(
            new Type<>("hello", Hello.class, Hello.SHAPE, Hello::read, Hello::write),
            new Type<>("welcome", Welcome.class, Welcome.SHAPE, Welcome::read, Welcome::write),
            new Type<>("inventory", Inventory.class, Inventory.SHAPE, Inventory::read, Inventory::write),
            new Type<>("look_at", LookAt.class, LookAt.SHAPE, LookAt::read, LookAt::write),
            new Type<>("offer", Offer.class, Offer.SHAPE, Offer::read, Offer::write),
            new Type<>("answer", Answer.class, Answer.SHAPE, Answer::read, Answer::write),
            new Type<>("agreed", Agreed.class, Agreed.SHAPE, Agreed::read, Agreed::write),
            new Type<>("refused", Refused.class, Refused.SHAPE, Refused::read, Refused::write),
            new Type<>("wait", Wait.class, Wait.SHAPE, Wait::read, Wait::write),
            new Type<>("nothing_to_do", NothingToDo.class, NothingToDo.SHAPE, NothingToDo::read, NothingToDo::write),
            new Type<>("fetch", Fetch.class, Fetch.SHAPE, Fetch::read, Fetch::write),
            new Type<>("fetch_failed", FetchFailed.class, FetchFailed.SHAPE, FetchFailed::read, FetchFailed::write),
            new Type<>("proceed", Proceed.class, Proceed.SHAPE, Proceed::read, Proceed::write),
            new Type<>("report", Report.class, Report.SHAPE, Report::read, Report::write),
            new Type<>("ack", Ack.class, Ack.SHAPE, Ack::read, Ack::write),
            new Type<>("confirmed", Confirmed.class, Confirmed.SHAPE, Confirmed::read, Confirmed::write),
            new Type<>("pause", Pause.class, Pause.SHAPE, Pause::read, Pause::write),
            new Type<>("resume", Resume.class, Resume.SHAPE, Resume::read, Resume::write),
            new Type<>("cancel", Cancel.class, Cancel.SHAPE, Cancel::read, Cancel::write),
            new Type<>("ping", Ping.class, Shape.of(), in -> new Ping(), (ping, out) -> {}),
            new Type<>("pong", Pong.class, Shape.of(), in -> new Pong(), (pong, out) -> {}));

    private static final Map<String, Type<?>> BY_WORD =
            TYPES.stream().collect(Collectors.toUnmodifiableMap(Type::word, Function.identity()));
    private static final Map<Class<?>, Type<?>> BY_CLASS =
            TYPES.stream().collect(Collectors.toUnmodifiableMap(Type::message, Function.identity()));

    private static final Set<String> HEARTBEATS = Set.of("ping", "pong");
    /** A long string needs a doubled buffer, the one before it, and the string. */
    private static final long LONG_STRING = 7;
    /** For an array of paths of one character, or an object of unknown names. */
    private static final long SMALL_VALUES = 16;
    /** {@value Shape#MAX_ELEMENTS} of them. */
    private static final long MOST_KEPT = 8L * 1024 * 1024;

    private Messages() {}

    private static Type<?> typeOf(Message message) {
        return Objects.requireNonNull(BY_CLASS.get(message.getClass()));
    }

    /** The message as JSON in UTF-8, {@code type} first. */
    public static byte[] encode(Message message) {
        return typeOf(message).encode(message);
    }

    /** The value of the member {@code type} of such a message. */
    public static String type(Message message) {
        return typeOf(message).word();
    }

    /** Whether the text is short and begins with the type of a ping or a pong; the rest is not read. */
    public static boolean isHeartbeat(byte[] utf8) {
        return utf8.length <= Hello.MAX_BYTES && HEARTBEATS.contains(JsonText.typeInFirstPlace(utf8));
    }

    /**
     * The most bytes of memory that {@link #decode} needs for a text of this length, in addition to the text: the
     * parser's buffer for a long string, and the members until the message is made.
     */
    public static long memoryToDecode(int length) {
        return LONG_STRING * length + Math.min(SMALL_VALUES * length, MOST_KEPT);
    }

    /**
     * The message in this JSON text. Unknown members are ignored; everything else that breaks a rule is an error.
     *
     * @throws MessageException with code 20 when this is not JSON by §7 or a member is missing or wrong, 21 when the
     *     type is unknown, 23 when a limit is exceeded; nothing else is thrown, whatever the bytes are
     */
    public static Message decode(byte[] utf8) throws MessageException {
        if (JsonBounds.MESSAGE.count(utf8).isEmpty()) {
            throw MessageException.limit("too many values, or too long a string, in one message");
        }
        String word = JsonText.type(utf8);
        Type<?> type = BY_WORD.get(word);
        if (type == null) {
            JsonText.parse(utf8, Type.ANY);
            throw MessageException.unknownType(word);
        }
        if (type.message() == Hello.class && utf8.length > Hello.MAX_BYTES) {
            throw MessageException.limit("a hello of more than " + Hello.MAX_BYTES + " bytes");
        }
        try {
            return type.reader().read(JsonText.parse(utf8, type.shape()));
        } catch (IllegalArgumentException wrongValue) {
            throw MessageException.malformed(String.valueOf(wrongValue.getMessage()));
        }
    }

    private record Type<M extends Message>(
            String word, Class<M> message, Shape shape, Members.Reader<M> reader, BiConsumer<M, MemberWriter> writer) {

        private static final Shape ANY = Shape.of("type");

        Type {
            shape = shape.and(ANY);
        }

        byte[] encode(Message m) {
            return MemberWriter.object(out -> writer.accept(message.cast(m), out.text("type", word)));
        }
    }
}
