package parley.cli.bundle;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parley.cli.base.ServerCommand;
import parley.cli.rest.Pages;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code parley bundle list}. */
@Command(
        name = "list",
        header = "List the bundles that the server has, the newest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley bundle list", "  parley bundle list --json"})
final class BundleList extends ServerCommand {

    @Override
    protected ExitCode run() {
        List<JsonObject> bundles = new ArrayList<>();
        new Pages(rest()).forEach("/bundles", "bundles", bundles::add);
        if (json) {
            print(Json.createObjectBuilder()
                    .add("bundles", Json.createArrayBuilder(bundles))
                    .build());
        } else if (bundles.isEmpty()) {
            say("The server has no bundles. parley task create DIR uploads one.");
        } else {
            print(bundles);
        }
        return ExitCode.OK;
    }

    private void print(List<JsonObject> bundles) {
        Table table = new Table()
                .flexible("NAME")
                .flexible("VERSION")
                .numbers("FILES")
                .numbers("SIZE")
                .column("UPLOADED")
                .column("ID");
        bundles.forEach(bundle -> table.row(
                bundle.getString("name"),
                bundle.getString("version"),
                Integer.toString(bundle.getInt("files")),
                HumanFormat.size(bundle.getJsonNumber("bytes").longValue()),
                HumanFormat.fromNow(Instant.parse(bundle.getString("created")), shell().clock()),
                BundleDelete.shortId(bundle)));
        table.print(shell());
    }
}
