package parley.server.task.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import parley.message.Names;
import parley.server.task.selector.Requirement.Operator;

/**
 * Reads one selector, from left to right, by the grammar of Kubernetes ({@code labels.Parse}) without {@code >} and
 * {@code <}. Space, tab, CR and LF only separate words; {@code in} and {@code notin} are ordinary keys and values
 * where an operator is not possible.
 */
final class SelectorParser {

    private static final String SPACE = " \t\r\n";
    private static final String SPECIAL = "=!(),<>";
    private static final SortedSet<String> NONE = new TreeSet<>();

    private final String text;
    private int at;

    SelectorParser(String text) {
        this.text = text;
    }

    Selector selector() throws SelectorException {
        if (text.length() > Selector.MAX_LENGTH) {
            throw new SelectorException(
                    Selector.MAX_LENGTH + 1, "it has more than " + Selector.MAX_LENGTH + " characters");
        }
        List<Requirement> requirements = new ArrayList<>();
        if (!atEnd()) {
            do {
                if (requirements.size() == Selector.MAX_REQUIREMENTS) {
                    throw wrong("there are more than " + Selector.MAX_REQUIREMENTS + " requirements");
                }
                requirements.add(requirement());
            } while (taken(","));
        }
        if (!atEnd()) {
            throw expected("a comma or the end");
        }
        return new Selector(requirements);
    }

    private Requirement requirement() throws SelectorException {
        boolean absent = taken("!");
        String key = key();
        if (absent) {
            return new Requirement(key, Operator.ABSENT, NONE);
        }
        if (taken("!=")) {
            return new Requirement(key, Operator.NOT_IN, new TreeSet<>(Set.of(value())));
        }
        if (taken("==") || taken("=")) {
            return new Requirement(key, Operator.IN, new TreeSet<>(Set.of(value())));
        }
        if (takenWord("notin")) {
            return new Requirement(key, Operator.NOT_IN, values());
        }
        if (takenWord("in")) {
            return new Requirement(key, Operator.IN, values());
        }
        if (atEnd() || text.charAt(at) == ',') {
            return new Requirement(key, Operator.EXISTS, NONE);
        }
        throw expected("=, !=, in, notin, a comma or the end");
    }

    private String key() throws SelectorException {
        if (word().isEmpty()) {
            throw expected("the key of a label");
        }
        return take(Names::checkLabelKey);
    }

    private String value() throws SelectorException {
        if (word().isEmpty() && !atEnd() && text.charAt(at) != ',') {
            throw expected("the value of a label");
        }
        return take(Names::checkLabelValue);
    }

    private SortedSet<String> values() throws SelectorException {
        if (!taken("(")) {
            throw expected("( and the values");
        }
        if (next(")")) {
            throw wrong("there is no value between the parentheses");
        }
        SortedSet<String> values = new TreeSet<>();
        do {
            if (values.size() == Selector.MAX_VALUES) {
                throw wrong("there are more than " + Selector.MAX_VALUES + " values in one set");
            }
            word();
            values.add(take(Names::checkLabelValue));
        } while (taken(","));
        if (!taken(")")) {
            throw expected("a comma or )");
        }
        return values;
    }

    /** Takes the next word, if it is valid. */
    @SuppressWarnings("ReturnValueIgnored") // only whether it throws counts
    private String take(UnaryOperator<String> check) throws SelectorException {
        String word = word();
        try {
            check.apply(word);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        at += word.length();
        return word;
    }

    private boolean taken(String symbol) {
        boolean there = next(symbol);
        at += there ? symbol.length() : 0;
        return there;
    }

    private boolean next(String symbol) {
        skipSpace();
        boolean there = text.startsWith(symbol, at);
        return there && !(symbol.equals("!") && text.startsWith("!=", at));
    }

    private boolean takenWord(String word) {
        boolean there = word().equals(word);
        at += there ? word.length() : 0;
        return there;
    }

    /** The characters up to the next space or symbol. */
    private String word() {
        skipSpace();
        int end = at;
        while (end < text.length() && SPACE.indexOf(text.charAt(end)) < 0 && SPECIAL.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(at, end);
    }

    private boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    private void skipSpace() {
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private SelectorException expected(String what) {
        if (atEnd()) {
            return wrong("expected " + what + ", but it ends there");
        }
        String word = word();
        String found = word.isEmpty() ? text.substring(at, at + 1) : word;
        return wrong("expected " + what + ", found " + quoted(found));
    }

    private static String quoted(String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    private SelectorException wrong(String what) {
        return new SelectorException(at + 1, "at character " + (at + 1) + ": " + what);
    }
}
