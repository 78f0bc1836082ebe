package parley.apply.internal.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.apply.BackUp;
import parley.apply.Origin;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.state.StoredText;
import parley.message.bundle.FileEntry;

/** The file that lists the content of a back-up; without a valid one a folder is not a back-up. */
final class BackUpIndex {
    private static final String HEAD = "parley-backup 2\n";

    private BackUpIndex() {}

    /** On return the content is durable, the name is not yet. */
    static void write(FileAccess files, String folder, BackUp backUp) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("made ").append(backUp.made().toEpochMilli()).append('\n');
        text.append("origin ").append(StoredText.origin(backUp.origin())).append('\n');
        backUp.files().forEach((path, file) -> text.append("file " + StoredText.file(file) + " " + path + "\n"));
        backUp.left().forEach((path, file) -> text.append("left " + StoredText.file(file) + " " + path + "\n"));
        byte[] bytes = (text + "end " + Sha256.of(text.toString()).hex() + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileAccess.Sink sink = files.create(Layout.child(folder, Layout.INDEX))) {
            sink.write(bytes, 0, bytes.length);
            sink.sync();
        }
    }

    /** The back-up in this folder, if one is there. */
    static Optional<BackUp> read(FileAccess files, String folder) throws IOException {
        String index = Layout.child(folder, Layout.INDEX);
        if (files.look(index).filter(f -> f.kind() == FileAccess.Kind.FILE).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = files.read(index)) {
            return parse(Layout.name(folder), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Optional<BackUp> parse(String id, String text) {
        int end = text.lastIndexOf("end ");
        String body = end < 0 ? "" : text.substring(0, end);
        if (!body.startsWith(HEAD)
                || !text.substring(end).equals("end " + Sha256.of(body).hex() + "\n")) {
            return Optional.empty();
        }
        Instant made = Instant.EPOCH;
        Origin origin = null;
        SortedMap<String, FileEntry> saved = new TreeMap<>();
        SortedMap<String, FileEntry> left = new TreeMap<>();
        for (String line : body.substring(HEAD.length()).split("\n")) {
            String rest = line.substring(line.indexOf(' ') + 1);
            switch (line.split(" ", 2)[0]) {
                case "made" -> made = Instant.ofEpochMilli(Long.parseLong(rest));
                case "origin" -> origin = StoredText.origin(rest);
                case "file" -> saved.put(StoredText.rest(rest, 3), StoredText.file(rest));
                case "left" -> left.put(StoredText.rest(rest, 3), StoredText.file(rest));
                default -> {} // written by a newer Parley
            }
        }
        return origin == null ? Optional.empty() : Optional.of(new BackUp(id, made, origin, saved, left));
    }
}
