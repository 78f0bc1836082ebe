package parley.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that reads like a terminal session.
 *
 * <pre>
 * # a comment
 * &#64; account HOME           the home folder that the account has from now on; ? for none
 * &#64; env NAME=value          sets a variable for what follows
 * &#64; file PATH MODE TEXT     writes a file (\n in TEXT is a line feed)
 * &#64; folder PATH            makes a folder
 * &#64; link PATH TARGET       makes a symbolic link
 * &#64; shows PATH TEXT        the file has this text; with "nothing" for TEXT: it is not there
 * &#64; stdin TEXT              what the next command reads (\n likewise)
 * &#64; terminal 80x24          the next command runs on a terminal of this size
 * &#64; anything else           is left to the test that runs the transcript
 * $ parley task list         the command; quotes as in a shell
 * what it prints             standard output, line by line
 * ! what it says             standard error
 * ? 3                        the exit code, 0 where none is given
 * </pre>
 *
 * In what is expected, {@code {*}} stands for anything within a line, and {@code {NAME}} for anything the first time
 * and for the same thing from then on, in commands too.
 */
public record Transcript(String name, List<Step> steps) {

    /** A directive or a command. */
    public sealed interface Step permits Directive, Command {}

    public record Directive(String word, String rest) implements Step {}

    public record Command(int line, String text, String out, String err, int exit) implements Step {}

    /** The files of one group, by name. */
    public static List<Path> group(String group) {
        try {
            Path root = Path.of(Transcript.class.getResource("/transcripts").toURI());
            try (Stream<Path> found = Files.list(root.resolve(group))) {
                List<Path> files = found.sorted().toList();
                assertThat(files).isNotEmpty();
                return files;
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError("no transcripts in " + group, e);
        }
    }

    public static Transcript read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
        List<Step> steps = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (line.startsWith("@ ")) {
                String[] words = line.substring(2).split(" ", 2);
                steps.add(new Directive(words[0], words.length > 1 ? words[1] : ""));
                i++;
            } else if (line.startsWith("$ ")) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).matches("[$@#] .*")) {
                    end++;
                }
                steps.add(command(i + 1, line.substring(2), lines.subList(i + 1, end)));
                i = end;
            } else if (line.isBlank() || line.startsWith("#")) {
                i++;
            } else {
                throw new AssertionError(file + ":" + (i + 1) + " belongs to no command: " + line);
            }
        }
        return new Transcript(file.getFileName().toString(), steps);
    }

    private static Command command(int line, String text, List<String> expected) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int exit = 0;
        for (String each : expected) {
            if (each.equals("!") || each.startsWith("! ")) {
                err.append(each.length() > 2 ? each.substring(2) : "").append('\n');
            } else if (each.matches("\\? [0-9]+")) {
                exit = Integer.parseInt(each.substring(2));
            } else {
                out.append(each).append('\n');
            }
        }
        return new Command(
                line, text, out.toString().stripTrailing(), err.toString().stripTrailing(), exit);
    }
}
