package parley.cli.base;

/** Makes a name that Parley accepts (1 to 63 of {@code A–Z a–z 0–9 . _ -}) from any text. */
public final class SafeName {

    private static final int LONGEST = 63;

    private SafeName() {}

    /** {@code text} with every run of other characters replaced by a dash; {@code otherwise} if nothing is left. */
    public static String from(String text, String otherwise) {
        String name = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return name.isEmpty() ? otherwise : name.substring(0, Math.min(LONGEST, name.length()));
    }
}
