package parley.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parley.cli.Parley;
import parley.cli.terminal.Shell;
import parley.cli.terminal.Terminal;

/** Runs transcripts in one folder of their own: each command in this JVM, with its own streams. */
public final class TranscriptSession {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** Does what a directive asks that this class does not know. */
    public interface Directives {
        void apply(String word, String rest);
    }

    private final Path folder;
    private final Clock clock;
    private final Directives directives;
    private final Map<String, String> environment = new HashMap<>();
    private final Placeholders placeholders = new Placeholders();
    private String accountHome;
    private String stdin = "";
    private Optional<Terminal> terminal = Optional.empty();

    public TranscriptSession(Path folder, Clock clock, Directives directives) {
        this.folder = folder;
        this.accountHome = folder.toString();
        this.clock = clock;
        this.directives = directives;
        placeholders.put("DIR", folder.toString());
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    public TranscriptSession variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** {@code {name}} stands for {@code value} from the beginning. */
    public TranscriptSession placeholder(String name, String value) {
        placeholders.put(name, value);
        return this;
    }

    public void run(Transcript transcript) {
        for (Transcript.Step step : transcript.steps()) {
            if (step instanceof Transcript.Directive directive) {
                apply(directive.word(), placeholders.fill(directive.rest()));
            } else if (step instanceof Transcript.Command command) {
                run(transcript.name(), command);
            }
        }
    }

    /** The notes beside the keys say another host, and no machine-id, as where there is none. */
    private void copied() {
        try (Stream<Path> keys = Files.list(folder.resolve("state/parley/keys"))) {
            for (Path note :
                    keys.filter(key -> key.toString().endsWith(".owner")).toList()) {
                String text = Files.readString(note);
                Files.writeString(note, text.replaceFirst(" \\S+ [0-9a-f]{64}\n", " - " + "0".repeat(64) + "\n"));
            }
        } catch (IOException e) {
            fail("the state cannot be changed", e);
        }
    }

    private void apply(String word, String rest) {
        switch (word) {
            case "account" -> accountHome = rest;
            case "env" -> environment.put(rest.substring(0, rest.indexOf('=')), rest.substring(rest.indexOf('=') + 1));
            case "state-copied-from-another-host" -> copied();
            case "file" -> file(rest.split(" ", 3));
            case "deleted" -> delete(rest);
            case "folder" -> folder(rest);
            case "link" -> link(rest.split(" "));
            case "mounted" -> mount(rest.split(" "));
            case "shows" -> shows(rest.split(" ", 2));
            case "stdin" -> stdin = rest.replace("\\n", "\n");
            case "terminal" -> terminal = Optional.of(terminal(rest.split("x")));
            default -> directives.apply(word, rest);
        }
    }

    private static Terminal terminal(String[] size) {
        Terminal.Size measured = new Terminal.Size(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
        return new Terminal(true, true, true, () -> measured, Optional::empty);
    }

    private void file(String[] words) {
        Path file = folder.resolve(words[0]);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, words[2].replace("\\n", "\n"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(words[1]));
        } catch (IOException e) {
            throw new AssertionError("cannot write " + file, e);
        }
    }

    private void shows(String[] words) {
        Path file = folder.resolve(words[0]);
        if (words[1].equals("nothing")) {
            assertThat(file).doesNotExist();
        } else {
            assertThat(file).hasContent(words[1].replace("\\n", "\n"));
        }
    }

    private void delete(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError("cannot delete " + name, e);
        }
    }

    private void folder(String name) {
        try {
            Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError("cannot make " + name, e);
        }
    }

    private void link(String[] words) {
        try {
            Files.createSymbolicLink(folder.resolve(words[0]), Path.of(words[1]));
        } catch (IOException e) {
            throw new AssertionError("cannot link " + words[0], e);
        }
    }

    /** Only in a process that has a name space of its own for mounts. */
    private void mount(String[] words) {
        try {
            Process mount = new ProcessBuilder("mount", "--bind", words[0], words[1])
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertThat(mount.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("cannot mount " + words[0], e);
        }
    }

    private void run(String name, Transcript.Command command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                Map.copyOf(environment),
                folder,
                accountHome,
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                terminal.orElseGet(Terminal::none),
                clock);
        List<String> words = words(placeholders.fill(command.text()));
        assertThat(words.get(0)).isEqualTo("parley");
        int exit = Parley.run(shell, words.subList(1, words.size()).toArray(String[]::new));
        stdin = "";
        terminal = Optional.empty();
        String seen = transcript(out.toString(), err.toString(), exit);
        boolean same =
                placeholders.matches(command.out(), plain(out)) & placeholders.matches(command.err(), plain(err));
        if (!same || exit != command.exit()) {
            fail(
                    "%s:%d: $ %s%nexpected%n%s%nbut saw%n%s",
                    name,
                    command.line(),
                    command.text(),
                    placeholders.fill(transcript(command.out(), command.err(), command.exit())),
                    seen);
        }
    }

    private static String plain(StringWriter text) {
        return text.toString().replace("\u001b", "ESC").stripTrailing();
    }

    private static String transcript(String out, String err, int exit) {
        StringBuilder text = new StringBuilder(out.isBlank() ? "" : out.stripTrailing() + "\n");
        if (!err.isBlank()) {
            err.stripTrailing().lines().forEach(line -> text.append(("! " + line).stripTrailing())
                    .append('\n'));
        }
        return (exit == 0 ? text : text.append("? ").append(exit)).toString().replace("\u001b", "ESC");
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words;
    }
}
