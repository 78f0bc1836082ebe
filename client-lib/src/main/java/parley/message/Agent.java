package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** The program that speaks for the client. */
public record Agent(String name, String version) {

    static final Shape SHAPE = Shape.of("name", "version");

    /** Cuts both to 4 KiB. */
    public Agent {
        name = Text.cut(name);
        version = Text.cut(version);
    }

    static Agent read(Members in) throws MessageException {
        return new Agent(in.text("name"), in.text("version"));
    }

    void write(MemberWriter out) {
        out.text("name", name).text("version", version);
    }
}
