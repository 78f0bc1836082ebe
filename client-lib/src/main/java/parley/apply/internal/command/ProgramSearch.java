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
 * Looks whether the program of a command can be started, as the system will look for it: by its path, relative to the
 * folder that it is started in, or in the folders of {@code PATH}. Nothing is started. A program that this cannot judge
 * (on Windows, or below a variable) counts as one that can be started; what then goes wrong is found when it is.
 *
 * @param folder that the command is started in
 * @param path the variable {@code PATH}
 */
record ProgramSearch(Path folder, String path) {
    /** Of a script's first line. Linux takes no longer one. */
    private static final int FIRST_LINE = 256;

    private static final int EXECUTABLE = 0111;

    static ProgramSearch in(Path folder) {
        return new ProgramSearch(
                folder, Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    }

    /**
     * Why the program cannot be started, in words that go on from its name; empty if it can.
     *
     * @param coming the files that will be in the folder by then, in place of what is there
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

    /** What stands behind {@code #!} in the first line, its end not taken away; empty if it is no script. */
    private static Optional<String> interpreter(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") ? Optional.of(start.split("\n", 2)[0].substring(2)) : Optional.empty();
        }
    }
}
