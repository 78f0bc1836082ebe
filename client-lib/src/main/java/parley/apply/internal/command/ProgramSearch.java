package parley.apply.internal.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import parley.message.bundle.FileEntry;

/**
 * Checks whether the program of a command can be started. Looks for it as the system does: by its path, relative to
 * the folder in which it is started, or in the folders of {@code PATH}. Starts nothing. A program that this cannot
 * judge (on Windows, or below a variable) counts as startable; an error then shows at its start.
 *
 * @param folder that the command is started in
 * @param path the variable {@code PATH}
 */
record ProgramSearch(Path folder, String path) {
    /** The longest first line of a script that Linux accepts. */
    private static final int FIRST_LINE = 256;

    private static final int EXECUTABLE = 0111;

    static ProgramSearch in(Path folder) {
        return new ProgramSearch(
                folder, Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    }

    /**
     * Why the program cannot be started, as a text that follows its name; empty if it can.
     *
     * @param coming the files that the folder will have by then
     */
    Optional<String> fault(String program, Map<String, FileEntry> coming) {
        if (File.separatorChar != '/' || program.contains("$")) {
            return Optional.empty();
        }
        try {
            return program.indexOf('/') < 0 ? onPath(program) : at(program, coming);
        } catch (InvalidPathException e) {
            return Optional.of("is no path of a file");
        }
    }

    /** Whether a bundle could bring the program: its path leads below the folder. */
    boolean couldCome(String program) {
        return program.indexOf('/') >= 0 && folder.resolve(program).normalize().startsWith(folder);
    }

    private Optional<String> at(String program, Map<String, FileEntry> coming) {
        Path file = folder.resolve(program).normalize();
        FileEntry entry =
                file.startsWith(folder) ? coming.get(folder.relativize(file).toString()) : null;
        if (entry == null) {
            return judge(file);
        }
        if (entry.isLink()) {
            return Optional.empty(); // what it leads to is known when it is there
        }
        return (entry.mode().bits() & EXECUTABLE) != 0
                ? Optional.empty()
                : Optional.of("is not executable: the bundle has it with the mode "
                        + entry.mode().text());
    }

    private Optional<String> onPath(String program) {
        Optional<String> fault = Optional.of("is in no folder of PATH (" + path + ")");
        for (String element : path.split(":", -1)) {
            Path file = folder.resolve(element).resolve(program);
            if (Files.isRegularFile(file)) {
                Optional<String> own = judge(file);
                if (own.isEmpty()) {
                    return own;
                }
                fault = own.map(words -> "was found as " + file + ", which " + words);
            }
        }
        return fault;
    }

    private Optional<String> judge(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a folder");
        }
        if (Files.notExists(file)) {
            return Optional.of("is not there (looked for " + file + ")");
        }
        if (!Files.isExecutable(file)) {
            return Optional.of("is not executable (chmod +x " + file + ")");
        }
        if (!Files.isReadable(file)) {
            return Optional.empty(); // a program may be startable and not readable
        }
        try {
            return interpreter(file).flatMap(this::interpreterFault);
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    private Optional<String> interpreterFault(String line) {
        String[] words = line.strip().split("\\s+");
        if (words[0].isEmpty()) {
            return Optional.empty();
        }
        Path interpreter = folder.resolve(words[0]);
        if (!Files.isExecutable(interpreter) || Files.isDirectory(interpreter)) {
            return Optional.of("needs " + words[0] + ", as its first line says, and that cannot be started here");
        }
        if (line.endsWith("\r")) {
            return Optional.of("has a first line that ends with CR LF as on Windows, which no system accepts");
        }
        boolean searches = interpreter.endsWith("env") && words.length > 1;
        Predicate<String> isName = word -> word.matches("[^-=/][^=/]*");
        return searches && isName.test(words[1]) && onPath(words[1]).isPresent()
                ? Optional.of("needs " + words[1] + ", as its first line says, and that is in no folder of PATH")
                : Optional.empty();
    }

    /** The text after {@code #!} in the first line, with its line end; empty if it is not a script. */
    private static Optional<String> interpreter(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") ? Optional.of(start.split("\n", 2)[0].substring(2)) : Optional.empty();
        }
    }
}
