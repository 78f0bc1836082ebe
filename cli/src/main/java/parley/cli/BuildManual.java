package parley.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.cli.manual.ManualPage;
import parley.cli.terminal.Shell;
import parley.cli.terminal.Terminal;
import parley.folders.FolderRemoval;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the manual pages and the shell completion: run by the build, with the folder of the program and the version as
 * arguments. What an earlier build wrote is removed first.
 */
public final class BuildManual {

    private BuildManual() {}

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), arguments[1]);
    }

    static void write(Path program, String version) throws IOException {
        for (String folder : new String[] {"man", "completions"}) {
            FolderRemoval.delete(program.resolve(folder));
        }
        for (Map.Entry<String, String> file : files(version).entrySet()) {
            Path path = program.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The files by their paths: a page for each command, and one completion for bash and zsh. */
    static SortedMap<String, String> files(String version) {
        CommandLine parley = Parley.commandLine(nobodysShell(), "help");
        SortedMap<String, String> files = new TreeMap<>();
        addPages(parley, version, files);
        files.put("completions/parley", AutoComplete.bash("parley", parley));
        return files;
    }

    private static void addPages(CommandLine command, String version, Map<String, String> files) {
        files.put("man/man1/" + ManualPage.name(command) + ".1", ManualPage.of(command, version));
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(each -> addPages(each, version, files));
    }

    /** Has no variables, no home folder and no terminal, so that every build writes the same. */
    private static Shell nobodysShell() {
        return new Shell(
                Map.of(),
                Path.of("/"),
                "/",
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Terminal.none(),
                Clock.systemUTC());
    }
}
