package parley.cli.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at, such as {@code clock}
 * @param verdict whether it is fine
 * @param text what was found
 * @param advice what to do; empty if nothing
 */
record Finding(String check, Verdict verdict, String text, String advice) {

    enum Verdict {
        /** Nothing to do. */
        OK("ok"),
        /** It works, and may stop to. */
        WARNING("warning"),
        /** It does not work. */
        WRONG("wrong");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding ok(String check, String text) {
        return new Finding(check, Verdict.OK, text, "");
    }

    static Finding warning(String check, String text, String advice) {
        return new Finding(check, Verdict.WARNING, text, advice);
    }

    static Finding wrong(String check, String text, String advice) {
        return new Finding(check, Verdict.WRONG, text, advice);
    }
}
