package parley.client.internal.store;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Id and name of a task, each as one word, in the file {@code task} of its folder. */
public record TaskLabel(String id, String name) {

    private static final String FILE = "task";

    /** Empty if there is no such file, or not one of this form. */
    public static Optional<TaskLabel> read(Path taskFolder) throws IOException {
        Path file = taskFolder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ", -1);
        return words.length == 2 ? Optional.of(new TaskLabel(decoded(words[0]), decoded(words[1]))) : Optional.empty();
    }

    void write(Path taskFolder) throws IOException {
        String line = encoded(id) + " " + encoded(name) + "\n";
        DurableFile.write(taskFolder.resolve(FILE), line.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encoded(String text) {
        return "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String word) {
        return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }
}
