package parley.bench.base;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The arguments of a part, read by its usage line. */
public final class Arguments {

    private static final Pattern OPTION = Pattern.compile("\\[(--[a-z-]+)( [A-Z]+)?]");

    private final List<Integer> numbers = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();

    /** @throws IllegalArgumentException if one of the words is none that the usage line names */
    public Arguments(String usage, List<String> words) {
        Map<String, Boolean> takesValue = new HashMap<>();
        OPTION.matcher(usage).results().forEach(each -> takesValue.put(each.group(1), each.group(2) != null));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                numbers.add(number(word));
            } else if (!takesValue.containsKey(word)) {
                throw new IllegalArgumentException("there is no option " + word);
            } else if (!takesValue.getOrDefault(word, false)) {
                values.put(word, "");
            } else if (++i < words.size()) {
                values.put(word, words.get(i));
            } else {
                throw new IllegalArgumentException(word + " needs a value");
            }
        }
        if (!numbers.isEmpty() && !usage.contains("…")) {
            throw new IllegalArgumentException("no number belongs there: " + numbers.get(0));
        }
    }

    private static int number(String word) {
        try {
            int number = Integer.parseInt(word);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + " is no number", e);
        }
        throw new IllegalArgumentException(word + " is less than 1");
    }

    public List<Integer> numbers(List<Integer> otherwise) {
        return numbers.isEmpty() ? otherwise : List.copyOf(numbers);
    }

    public boolean flag(String option) {
        return values.containsKey(option);
    }

    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    public int number(String option, int otherwise) {
        return value(option).map(Arguments::number).orElse(otherwise);
    }
}
