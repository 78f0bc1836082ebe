package parley.message.platform;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** The machine's operating system, architecture and Java version, in the words of that machine's Java. */
public record Platform(String os, String arch, String java) {

    public static final Shape SHAPE = Shape.of("os", "arch", "java");

    /** Cuts all to 4 KiB. */
    public Platform {
        os = Text.cut(os);
        arch = Text.cut(arch);
        java = Text.cut(java);
    }

    /** The platform that this Java runs on. */
    public static Platform current() {
        return new Platform(
                System.getProperty("os.name"), System.getProperty("os.arch"), System.getProperty("java.version"));
    }

    public static Platform read(Members in) throws MessageException {
        return new Platform(in.text("os"), in.text("arch"), in.text("java"));
    }

    public void write(MemberWriter out) {
        out.text("os", os).text("arch", arch).text("java", java);
    }
}
