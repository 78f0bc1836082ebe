package parley.message.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code "1,10%/95%/2h,100%"}: of each wave its size, how many have to succeed, and the soak time; or a list of such
 * texts, of numbers, or of objects {@code {"size": …, "successThreshold": …, "soak": …}}. It is written as text.
 */
public record WavesType() implements FieldType<Waves> {

    /** More than any list of waves that is within its bounds. */
    private static final int LONGEST_TEXT = 1024;

    private static final Duration LONGEST_SOAK = Duration.ofDays(30);
    private static final String SIZE = "size";
    private static final String SUCCESS = "successThreshold";
    private static final String SOAK = "soak";
    private static final Set<String> KNOWN = Set.of(SIZE, SUCCESS, SOAK);
    private static final Pattern SHORT_TIME = Pattern.compile("([0-9]{1,7})([smhd])");
    private static final int PARTS = 3;

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public Waves read(String field, JsonValue value) {
        List<Wave> waves = new ArrayList<>();
        if (value instanceof JsonString text && text.getString().length() <= LONGEST_TEXT) {
            for (String part : text.getString().split(",", -1)) {
                waves.add(wave(field, part));
            }
        } else if (value instanceof JsonArray list && list.size() <= Waves.MOST) {
            list.forEach(item -> waves.add(wave(field, item)));
        } else if (value instanceof JsonString || value instanceof JsonArray) {
            throw new PolicyFieldException(field, "has more than " + Waves.MOST + " waves");
        } else {
            throw new PolicyFieldException(field, "is neither text like \"1,10%,100%\" nor a list of waves");
        }
        check(field, waves);
        return new Waves(waves);
    }

    private static Wave wave(String field, JsonValue item) {
        if (item instanceof JsonNumber) {
            return wave(field, item.toString());
        }
        if (item instanceof JsonString text) {
            return wave(field, text.getString());
        }
        if (!(item instanceof JsonObject object) || !KNOWN.containsAll(object.keySet()) || !object.containsKey(SIZE)) {
            throw new PolicyFieldException(
                    field, "has a wave that is not {\"size\": …, \"successThreshold\": …, \"soak\": …}");
        }
        return wave(
                field,
                text(field, object, SIZE, ""),
                text(field, object, SUCCESS, CountOrPercent.ALL.toString()),
                text(field, object, SOAK, Duration.ZERO.toString()));
    }

    private static String text(String field, JsonObject wave, String member, String otherwise) {
        JsonValue value = wave.get(member);
        if (value == null) {
            return otherwise;
        }
        return value instanceof JsonNumber ? value.toString() : JsonForms.text(field + "." + member, value);
    }

    private static Wave wave(String field, String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > PARTS) {
            throw new PolicyFieldException(field, "has the wave " + text + "; a wave is SIZE/SUCCESS/SOAK at most");
        }
        return wave(
                field,
                parts[0],
                parts.length > 1 ? parts[1] : CountOrPercent.ALL.toString(),
                parts.length > 2 ? parts[2] : Duration.ZERO.toString());
    }

    private static Wave wave(String field, String size, String success, String soak) {
        String said = size.strip();
        boolean more = said.startsWith("+");
        return new Wave(
                amount(field, "the size", more ? said.substring(1) : said),
                more,
                amount(field, "the success threshold", success),
                soak(field, soak.strip()));
    }

    private static CountOrPercent amount(String field, String what, String text) {
        return CountOrPercent.parse(text)
                .orElseThrow(() -> new PolicyFieldException(
                        field, "has " + what + " " + text.strip() + "; it must be " + CountOrPercent.bounds()));
    }

    private static Duration soak(String field, String text) {
        Matcher form = SHORT_TIME.matcher(text);
        Duration soak;
        try {
            soak = Duration.parse(
                    !form.matches()
                            ? text
                            : (form.group(2).equals("d") ? "P" : "PT")
                                    + form.group(1)
                                    + form.group(2).toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new PolicyFieldException(field, "has the soak time " + text + "; write one as 30m, 2h, 1d or PT90M");
        }
        if (soak.isNegative() || soak.compareTo(LONGEST_SOAK) > 0) {
            throw new PolicyFieldException(field, "has the soak time " + text + "; it must be at most 30d");
        }
        return soak;
    }

    private static void check(String field, List<Wave> waves) {
        if (waves.isEmpty() || waves.size() > Waves.MOST) {
            throw new PolicyFieldException(field, "has " + waves.size() + " waves; there can be 1 to " + Waves.MOST);
        }
        Wave last = waves.get(waves.size() - 1);
        if (!last.more() && !last.size().isAll()) {
            throw new PolicyFieldException(
                    field, "ends with " + last.sizeText() + "; the last wave must be 100%, or repeated like +20");
        }
        if (last.more() && last.size().percent()) {
            throw new PolicyFieldException(
                    field, "ends with " + last.sizeText() + "; a wave that is repeated has a number like +20");
        }
        for (int i = 0; i < waves.size(); i++) {
            checkOrder(field, waves, i);
        }
    }

    private static void checkOrder(String field, List<Wave> waves, int at) {
        Wave wave = waves.get(at);
        if (wave.more() && at < waves.size() - 1) {
            throw new PolicyFieldException(field, "repeats " + wave.sizeText() + ", which only the last wave can be");
        }
        for (Wave before : waves.subList(0, at)) {
            boolean comparable = before.size().percent() == wave.size().percent()
                    || before.size().isAll();
            if (!wave.more()
                    && comparable
                    && (before.size().isAll()
                            || before.size().amount() >= wave.size().amount())) {
                throw new PolicyFieldException(
                        field,
                        "goes from " + before.sizeText() + " to " + wave.sizeText()
                                + "; each wave must be larger than the one before");
            }
        }
    }

    @Override
    public JsonString write(Waves value) {
        return JsonForms.text(value.toString());
    }

    @Override
    public String bounds() {
        return "1 to " + Waves.MOST + " waves";
    }
}
