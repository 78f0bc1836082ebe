package parley.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.message.Message;
import parley.message.MessageException;
import parley.message.Messages;

/** A durable file of messages, one a line, in the words of the protocol. */
final class MessageFile {

    private MessageFile() {}

    /** The messages; none when there is no file. */
    static List<Message> read(Path file) throws IOException {
        List<Message> messages = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                messages.add(Messages.decode(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (MessageException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        return messages;
    }

    /** @throws UncheckedIOException because a client that cannot remember must not go on */
    static void write(Path file, List<? extends Message> messages) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Message message : messages) {
            lines.writeBytes(Messages.encode(message));
            lines.write('\n');
        }
        try {
            DurableFile.write(file, lines.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException because a client that cannot forget must not go on */
    static void delete(Path file) {
        try {
            DurableFile.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
