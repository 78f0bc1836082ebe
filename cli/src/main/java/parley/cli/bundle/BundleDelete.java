package parley.cli.bundle;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parley.cli.base.ServerCommand;
import parley.cli.base.YesOption;
import parley.cli.rest.Pages;
import parley.cli.rest.RestClient;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.OneMatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley bundle delete ID…}. */
@Command(
        name = "delete",
        header = "Delete bundles that nothing needs any more.",
        description = {
            "Refused while a task that has not ended has the bundle, while clients have it, and while an undo would",
            "bring it back; the server says which tasks those are. Tasks that have ended still say what they rolled",
            "out. With several bundles, those before the first refusal are deleted."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley bundle delete 01c4ea89", "  parley bundle delete 01c4ea89 5b2f6d01 --yes --json"})
final class BundleDelete extends ServerCommand {

    private static final String PREFIX = "sha256:";
    private static final int SHORT = 12;

    /** Fewer digits are more likely a slip than a choice. */
    private static final int LEAST = 6;

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "The digest of a bundle, or its beginning (6 digits or more).")
    List<String> wanted;

    @Mixin
    YesOption yes;

    @Override
    protected ExitCode run() {
        Map<String, JsonObject> chosen = chosen();
        if (!yes.agreed(shell(), "Deleting bundles", question(chosen))) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        JsonArrayBuilder deleted = Json.createArrayBuilder();
        chosen.forEach((id, bundle) -> {
            rest().delete("/bundles/" + RestClient.segment(id));
            deleted.add(Json.createObjectBuilder()
                    .add("sha256", id)
                    .add("name", bundle.getString("name"))
                    .add("version", bundle.getString("version")));
            if (!json) {
                say(text(bundle) + " is deleted.");
            }
        });
        if (json) {
            print(Json.createObjectBuilder().add("bundles", deleted).build());
        }
        return ExitCode.OK;
    }

    private Map<String, JsonObject> chosen() {
        List<JsonObject> all = new ArrayList<>();
        new Pages(rest()).forEach("/bundles", "bundles", all::add);
        Map<String, JsonObject> chosen = new LinkedHashMap<>();
        for (String one : wanted) {
            JsonObject bundle = find(one, all);
            chosen.put(bundle.getString("sha256"), bundle);
        }
        return chosen;
    }

    private static JsonObject find(String one, List<JsonObject> all) {
        String digits = one.startsWith(PREFIX) ? one.substring(PREFIX.length()) : one;
        List<JsonObject> found = all.stream()
                .filter(bundle ->
                        digits.length() >= LEAST && bundle.getString("sha256").startsWith(PREFIX + digits))
                .toList();
        return new OneMatch(
                        "bundle",
                        one,
                        "There is no bundle \"" + one + "\".",
                        "No digest is this, or begins with it; the beginning has " + LEAST + " digits or more.",
                        "parley bundle list",
                        Optional.of("unknown_bundle"))
                .in(found, bundle -> shortId(bundle) + "  " + text(bundle));
    }

    private static String question(Map<String, JsonObject> chosen) {
        return "Delete "
                + chosen.values().stream()
                        .map(bundle -> text(bundle) + " ("
                                + HumanFormat.count(bundle.getInt("files"), "file") + ", "
                                + HumanFormat.size(bundle.getJsonNumber("bytes").longValue()) + ")")
                        .collect(Collectors.joining(", "))
                + "? The server's copy of the files is gone then.";
    }

    private static String text(JsonObject bundle) {
        return bundle.getString("name") + " " + bundle.getString("version");
    }

    /** As much of the digest as a person compares. */
    static String shortId(JsonObject bundle) {
        return bundle.getString("sha256").substring(PREFIX.length(), PREFIX.length() + SHORT);
    }
}
