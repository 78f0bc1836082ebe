package parley.message;

/** The machine's operating system, architecture and Java version, in the words of that machine's Java. */
public record Platform(String os, String arch, String java) {

    static final Shape SHAPE = Shape.of("os", "arch", "java");

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

    static Platform read(Members in) throws MessageException {
        return new Platform(in.text("os"), in.text("arch"), in.text("java"));
    }

    void write(Out out) {
        out.text("os", os).text("arch", arch).text("java", java);
    }
}
