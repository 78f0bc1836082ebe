package parley.cli.login;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import parley.cli.base.CliCommand;
import parley.cli.rest.ApiKeyText;
import parley.cli.rest.PinnedCertificate;
import parley.cli.rest.Profile;
import parley.cli.rest.Profiles;
import parley.cli.rest.RestClient;
import parley.cli.rest.ServerAddress;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley login [URL]}. */
@Command(
        name = "login",
        header = "Sign in to a server on another machine; later commands use it.",
        description = {
            "Needs an API key: parley key create, on the server's machine. Server and key are kept as a profile that",
            "only this user can read. Without URL: shows the profiles.",
            "",
            "A certificate that no authority of this machine has signed is shown by its SHA-256 fingerprint, and only",
            "trusted if you say that it is the server's. Compare it with what the server's machine has:",
            "  openssl x509 -in CERTIFICATE -noout -fingerprint -sha256"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley login https://parley.example.org",
            "  parley login https://10.0.0.5 --name lab --fingerprint 3f:a2:…:91 --key-file ci.key",
            "  parley login --use lab",
            "  parley --profile lab task list"
        })
public final class LoginCommand extends CliCommand {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "The server's address, with https://.")
    String url;

    @Option(names = "--name", paramLabel = "NAME", description = "What the profile is called (default: the host).")
    String name;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with the API key (default: $PARLEY_API_KEY, else it is asked for).")
    String keyFile;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            description = "Trust only the certificate with this SHA-256 fingerprint, whoever has signed it.")
    String fingerprint;

    @Option(names = "--use", paramLabel = "NAME", description = "Use this profile from now on.")
    String use;

    @Override
    protected ExitCode run() {
        Profiles profiles = Profiles.of(shell());
        if (url == null) {
            return use == null ? show(profiles) : use(profiles);
        }
        ServerAddress server = ServerAddress.parse(url, "the command line");
        String called = called(server);
        Optional<PinnedCertificate> pinned = Optional.ofNullable(fingerprint).map(LoginCommand::pinned);
        String key = key();
        Profile profile = new Profile(called, server, key, pinned);
        JsonObject who;
        try {
            who = whoami(profile);
        } catch (CliProblem e) {
            if (pinned.isPresent() || !isUntrusted(e)) {
                throw e;
            }
            profile = new Profile(called, server, key, Optional.of(confirmed(server, e)));
            who = whoami(profile);
        }
        profiles.save(profile);
        return report(profile, who);
    }

    private String called(ServerAddress server) {
        String chosen = name != null
                ? name
                : server.base().getHost().replaceAll("[\\[\\]]", "").replace(':', '-');
        if (!Profiles.isName(chosen)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "\"" + chosen + "\" cannot be the name of a profile.",
                    "A name has at most 64 letters, digits, dots, hyphens and underscores, begins with a letter or a"
                            + " digit, and does not end with .json.",
                    "--name NAME");
        }
        return chosen;
    }

    private static PinnedCertificate pinned(String text) {
        return PinnedCertificate.parse(text)
                .orElseThrow(() -> new CliProblem(
                        ExitCode.USAGE,
                        "This is not the fingerprint of a certificate.",
                        "A SHA-256 fingerprint has 64 hex digits, with or without colons.",
                        "openssl x509 -in CERTIFICATE -noout -fingerprint -sha256, on the server's machine"));
    }

    private String key() {
        if (keyFile != null) {
            return ApiKeyText.read(shell().path(keyFile), "--key-file");
        }
        Optional<String> variable = shell().variable("PARLEY_API_KEY");
        if (variable.isPresent()) {
            return ApiKeyText.of(variable.get().strip(), "PARLEY_API_KEY");
        }
        if (!shell().canAsk()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "No API key.",
                    "Neither --key-file nor PARLEY_API_KEY is given, and there is no terminal to ask on.",
                    "--key-file FILE");
        }
        return ApiKeyText.of(shell().askSecret("API key").orElse("").strip(), "the terminal");
    }

    /** Who the key belongs to; the answer proves that a server of Parley has it. */
    private static JsonObject whoami(Profile profile) {
        return new RestClient(profile.server(), profile.key(), profile.certificate()).get("/whoami");
    }

    private static boolean isUntrusted(CliProblem problem) {
        return problem.getCause() instanceof SSLHandshakeException failure
                && Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(CertificateException.class::isInstance);
    }

    private PinnedCertificate confirmed(ServerAddress server, CliProblem cause) {
        PinnedCertificate shown;
        try {
            shown = PinnedCertificate.shownBy(server);
        } catch (IOException e) {
            cause.addSuppressed(e);
            throw cause;
        }
        if (!shell().canAsk()) {
            throw new CliProblem(
                    ExitCode.REFUSED,
                    "This machine does not trust the certificate of " + server + ".",
                    "Its SHA-256 fingerprint is " + shown.text() + ".",
                    "compare it on the server's machine (openssl x509 -in CERTIFICATE -noout -fingerprint -sha256),"
                            + " then: parley login " + server + " --fingerprint " + shown.sha256(),
                    cause);
        }
        say("This machine does not trust the certificate of " + server + ". Its SHA-256 fingerprint is");
        say("  " + shown.text());
        say("Compare it on the server's machine: openssl x509 -in CERTIFICATE -noout -fingerprint -sha256");
        if (!shell().confirm("Is it the same?")) {
            throw new CliProblem(
                    ExitCode.REFUSED,
                    "Not signed in to " + server + ".",
                    "The certificate was not confirmed; the API key was not sent.",
                    "parley login " + server + " again, once you have compared both");
        }
        return shown;
    }

    private ExitCode report(Profile profile, JsonObject who) {
        if (json) {
            print(described(profile)
                    .add("name", who.getString("name"))
                    .add("role", who.getString("role"))
                    .build());
        } else {
            say("Signed in to " + profile.server() + " as " + who.getString("name") + " (" + who.getString("role")
                    + "). Commands use this server from now on; parley logout ends that.");
        }
        return ExitCode.OK;
    }

    private ExitCode use(Profiles profiles) {
        Profile chosen = profiles.named(use);
        profiles.use(chosen.name());
        if (json) {
            print(described(chosen).build());
        } else {
            say("Commands use " + chosen.server() + " from now on.");
        }
        return ExitCode.OK;
    }

    private ExitCode show(Profiles profiles) {
        List<Profile> all = profiles.all();
        Optional<String> current = profiles.currentName();
        if (json) {
            JsonArrayBuilder list = Json.createArrayBuilder();
            all.forEach(each -> list.add(described(each)
                    .add("current", current.filter(each.name()::equals).isPresent())));
            print(Json.createObjectBuilder().add("profiles", list).build());
        } else if (all.isEmpty()) {
            say("This user has signed in to no server: parley login URL.");
        } else {
            Table table =
                    new Table().column("").column("PROFILE").flexible("SERVER").column("CERTIFICATE");
            all.forEach(each -> table.row(
                    current.filter(each.name()::equals).isPresent() ? "*" : "",
                    each.name(),
                    each.server().toString(),
                    each.certificate()
                            .map(pinned -> "sha256 " + pinned.sha256().substring(0, 16) + "…")
                            .orElse("")));
            table.print(shell());
        }
        return ExitCode.OK;
    }

    private static JsonObjectBuilder described(Profile profile) {
        JsonObjectBuilder described = Json.createObjectBuilder()
                .add("profile", profile.name())
                .add("server", profile.server().toString());
        profile.certificate().ifPresent(pinned -> described.add("certificate", pinned.sha256()));
        return described;
    }
}
