package parley.cli.policy;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of several words, as picocli reads the constants of an enum. */
record OneOf(List<String> words) implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (!words.contains(text)) {
            throw new TypeConversionException(
                    "expected one of [" + String.join(", ", words) + "] (case-sensitive) but was '" + text + "'");
        }
        return text;
    }
}
