package parley.message;

import java.util.Objects;

/** What a file holds: digest, size in bytes, permissions. */
public record FileEntry(Digest sha256, long size, Mode mode) {

    /** @throws IllegalArgumentException when the size is negative or beyond 2^53 − 1 */
    public FileEntry {
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(mode);
        Numbers.checkCount("size", size);
    }

    static FileEntry read(Members in) throws MessageException {
        return new FileEntry(in.digest("sha256"), in.count("size"), Mode.parse(in.text("mode")));
    }

    void write(Out out) {
        out.text("sha256", sha256.text()).integer("size", size).text("mode", mode.text());
    }
}
