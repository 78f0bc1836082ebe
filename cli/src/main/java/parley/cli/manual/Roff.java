package parley.cli.manual;

/** Writes a page in the macros of man(7). Every text is escaped: none is read as a macro or an escape sequence. */
final class Roff {

    private final StringBuilder page = new StringBuilder();

    /** The first line of a page, of section 1. It has no date: the same commands give the same page. */
    void title(String name, String footer, String header) {
        page.append(".TH ")
                .append(quoted(name))
                .append(" 1 \"\" ")
                .append(quoted(footer))
                .append(' ')
                .append(quoted(header))
                .append('\n');
        // Neither hyphenated nor justified: options and paths stay as they are typed.
        page.append(".nh\n.ad l\n");
    }

    void section(String name) {
        page.append(".SH ").append(quoted(name)).append('\n');
    }

    void paragraph(String text) {
        page.append(".PP\n").append(line(text));
    }

    /** A name in bold, and what it means, indented. */
    void item(String name, String text) {
        page.append(".TP\n.B ").append(escaped(name)).append('\n').append(text.isEmpty() ? "\\&\n" : line(text));
    }

    /** Lines that stay as they are. */
    void verbatim(String text) {
        page.append(".PP\n.nf\n");
        text.lines().forEach(each -> page.append(each.isBlank() ? "\n" : line(each)));
        page.append(".fi\n");
    }

    String text() {
        return page.toString();
    }

    private static String line(String text) {
        String escaped = escaped(text);
        return (escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "") + escaped + "\n";
    }

    private static String quoted(String text) {
        return "\"" + escaped(text).replace("\"", "\\(dq") + "\"";
    }

    /** A plain hyphen would be set as a dash that no shell understands, and a quote as a typographical one. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
    }
}
