package parley.client.internal.store;

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
import parley.message.Messages;
import parley.message.json.MessageException;

/** A durable file of messages of the protocol, one a line. */
public record MessageFile(Path file) implements DurableMessages {

    @Override
    public List<Message> read() throws IOException {
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

    @Override
    public void write(List<? extends Message> messages) {
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

    @Override
    public void delete() {
        try {
            DurableFile.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
