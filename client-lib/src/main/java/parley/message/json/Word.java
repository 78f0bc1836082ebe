package parley.message.json;

import java.util.Locale;
import java.util.Optional;

/** An enum constant that has one lower-case word in JSON, in the database, in the CLI and on the page. */
public interface Word {

    /** The constant's name, as {@link Enum#name()} gives it. */
    String name();

    /** The word: the constant's name in lower case, for example {@code rolled_back}. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant of {@code type} that has this word, or empty if none has; the case matters. */
    static <E extends Enum<E> & Word> Optional<E> of(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.word().equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
