package parley.cli.token;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Optional;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.QrBlocks;
import parley.cli.terminal.Shell;

/** A join token in the server's answer, which shows it once. */
public record ShownToken(JsonObject json) {

    String text() {
        return json.getString("token");
    }

    /** The command for the clients. */
    String joinCommand() {
        return json.getString("joinCommand", "parley join " + text());
    }

    Optional<Instant> expires() {
        return Optional.ofNullable(json.getString("expires", null)).map(Instant::parse);
    }

    /** Adds what {@code --json} shows of the token: {@code token}, {@code joinCommand}, {@code expires}. */
    public void addTo(JsonObjectBuilder output) {
        output.add("token", text()).add("joinCommand", joinCommand());
        expires().ifPresent(at -> output.add("expires", at.toString()));
    }

    /** A text about its expiry and its number of clients. */
    public String terms(Shell shell) {
        String clients = json.containsKey("maxClients")
                ? "lets in up to " + HumanFormat.count(json.getInt("maxClients"), "client")
                : "lets clients in";
        return clients
                + expires()
                        .map(at -> " until " + HumanFormat.time(at, shell.clock()) + " ("
                                + HumanFormat.fromNow(at, shell.clock()) + ")")
                        .orElse("");
    }

    /** Ends the output: the QR code and the instruction on standard error, the command itself on standard output. */
    public void print(Shell shell, boolean qr) {
        if (qr) {
            draw(shell);
        }
        shell.err().println("Run this on each client:");
        shell.err().println();
        shell.err().flush();
        shell.out().println(joinCommand());
        shell.out().flush();
    }

    private void draw(Shell shell) {
        QrBlocks code = new QrBlocks(text());
        if (shell.terminal().errIsTerminal() && code.width() > shell.terminal().width()) {
            shell.err()
                    .println("The QR code needs " + code.width() + " columns; this terminal has "
                            + shell.terminal().width() + ".");
            return;
        }
        code.lines(shell.errStyle()).forEach(shell.err()::println);
    }
}
