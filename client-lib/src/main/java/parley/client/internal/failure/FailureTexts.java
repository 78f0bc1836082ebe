package parley.client.internal.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parley.client.UpdateException;
import parley.client.UpdateException.Problem;
import parley.client.UpdateFailedException;
import parley.message.Reason;
import parley.protocol.CloseCode;

/** The texts for the final failures of a run: what happened, why, what to do next. */
public final class FailureTexts {

    private static final String NEW_TOKEN = "Ask the operator for a new token (parley token create TASK).";

    private FailureTexts() {}

    /** For a final sealed close of the server. */
    public static UpdateException closed(SessionEnd.Close close) {
        String said = close.reason().isEmpty() ? "" : " It says: " + sentence(close.reason());
        CloseCode code = close.code();
        return switch (code) {
            case DONE ->
                refusal(
                        Problem.CLOSED,
                        "The server ended the session before the update had ended.",
                        code,
                        said,
                        "Run the same command again; ask the operator if it happens again.");
            case EXPIRED ->
                refusal(
                        Problem.EXPIRED,
                        "The join token has expired.",
                        "It admits no new clients any more; the server's clock decides." + said,
                        NEW_TOKEN);
            case REVOKED ->
                refusal(
                        Problem.REVOKED,
                        "The server does not let this client in.",
                        "The join token, or this client, has been revoked." + said,
                        NEW_TOKEN);
            case TASK_ENDED ->
                refusal(
                        Problem.TASK_ENDED,
                        "The task has ended.",
                        "It is finished, cancelled or expired; it takes no clients and makes no offers any more."
                                + said,
                        "Ask the operator for a token of a new task (parley task create).");
            case USED_UP ->
                refusal(
                        Problem.USED_UP,
                        "The join token is used up.",
                        "It has admitted as many clients as it may." + said,
                        NEW_TOKEN);
            case SUITE ->
                refusal(
                        Problem.SUITE,
                        "The server does not accept the cipher suite of the join token.",
                        code,
                        said,
                        NEW_TOKEN);
            case NAME_TAKEN ->
                refusal(
                        Problem.NAME_TAKEN,
                        "The name of this client is taken.",
                        "Another machine has this name in the task, or this machine has another name there." + said,
                        "Choose another name (parley join --name NAME), or use the name of the first time. If "
                                + "this machine"
                                + " is a copy of another one: parley leave --forget, and join again. If it was "
                                + "installed"
                                + " anew: ask the operator to free the name (parley client forget TASK NAME).");
            case DENIED ->
                refusal(
                        Problem.DENIED,
                        "The server denied this client.",
                        "An operator, or a rule of the task, did not admit it." + said,
                        "Ask the operator.");
            case REPLACED ->
                refusal(
                        Problem.REPLACED,
                        "Another session of this client has taken over.",
                        "The same key is used twice: by another process, or on a machine to which the state folder was"
                                + " copied." + said,
                        "Stop one of them. On a copied machine, run parley leave --forget, and join again: it "
                                + "gets a key of"
                                + " its own.");
            case IDLE ->
                refusal(
                        Problem.PROTOCOL,
                        "The hello of this client came too late (close 10).",
                        "This machine or the network was too slow for 10 s, several times in a row." + said,
                        "Run the same command again when there is less load.");
            case MALFORMED_JSON, UNKNOWN_TYPE, WRONG_STATE, LIMIT ->
                refusal(
                        Problem.PROTOCOL,
                        "The server does not understand this client (close " + close.rawCode() + ").",
                        code,
                        said,
                        "Check that client and server are of the same version, and report it.");
            case BUSY, INTERNAL ->
                refusal(
                        Problem.SERVER_ERROR,
                        "The server failed (close " + close.rawCode() + ").",
                        code,
                        said,
                        "Run the same command again later; the server's log says more.");
        };
    }

    /** For a client whose name was refused and that was admitted under another one before. */
    public static UpdateException keyOfAnother(SessionEnd.Close close, String before, String now) {
        return new UpdateException(
                Problem.NAME_TAKEN,
                "This state folder was copied from " + before + ", or this machine had that name before.",
                "Its key is that of the client " + before + ", and the server does not accept it as " + now + "."
                        + (close.reason().isEmpty() ? "" : " It says: " + sentence(close.reason())),
                "On a copied machine: parley leave --forget, and join again; it gets a key of its own. On a "
                        + "renamed one:"
                        + " parley join --name " + before + ".");
    }

    /** For a key that was made on another machine. */
    public static UpdateException copied(Path folder, Optional<String> client) {
        return new UpdateException(
                Problem.COPIED_STATE,
                client.map(name -> "This state folder was copied from " + name + ": " + folder + ".")
                        .orElse("This state folder was copied from another machine: " + folder + "."),
                "The machine-id has changed since its key was made. The server takes two machines "
                        + "with one key for one client and ends the session of one of them.",
                "parley join --new-key makes this machine a client of its own (as does parley leave "
                        + "--forget). If it is still the same machine: parley join --keep-key.");
    }

    /** For a session that this client closed because of what the server said. */
    public static UpdateException rejected(String why) {
        return new UpdateException(
                Problem.PROTOCOL,
                "The server said something that this client does not understand.",
                sentence(why),
                "Check that client and server are of the same version, and report it.");
    }

    /** For a handler that could not recover from a crash. */
    public static UpdateException notRecovered(UpdateFailedException e) {
        if (e.reason() == Reason.CONFLICT) {
            return new UpdateException(
                    Problem.HANDLER,
                    "Another update is running here.",
                    sentence(words(e)),
                    "Wait until it has ended, and run the same command again.",
                    e);
        }
        return new UpdateException(
                Problem.HANDLER,
                "An update that an earlier run left half done can be neither finished nor undone.",
                sentence(words(e)),
                "Fix that and run the same command again.",
                e);
    }

    /** For a handler that cannot make its inventory. */
    public static UpdateException noInventory(UpdateFailedException e) {
        return new UpdateException(
                Problem.HANDLER,
                "This machine cannot say what it has.",
                sentence(words(e)),
                "Fix that and run the same command again.",
                e);
    }

    /** For tries of which none led to a session. */
    public static UpdateException unreachable(List<String> tries, boolean answered) {
        String why = String.join("; ", tries) + ".";
        if (answered) {
            return new UpdateException(
                    Problem.WRONG_SERVER,
                    "What answers is not the server of this token, or it does not know the token.",
                    why,
                    "Check that the server behind the URL is the one that made the token, and ask the operator for a"
                            + " new token (parley token create TASK).");
        }
        return new UpdateException(
                Problem.UNREACHABLE,
                "The server cannot be reached.",
                why,
                "Check that the server runs and that this machine can reach it, then run the same command again.");
    }

    private static UpdateException refusal(Problem problem, String what, CloseCode code, String said, String next) {
        return refusal(problem, what, code.sentence() + said, next);
    }

    private static UpdateException refusal(Problem problem, String what, String why, String next) {
        return new UpdateException(problem, what, why, next);
    }

    /** The text of an exception; some of Java's have only a path. */
    public static String words(Throwable e) {
        if (e instanceof AccessDeniedException denied) {
            return "there is no permission for " + denied.getFile();
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getFile() + ": " + failed.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The text with a capital letter and a full stop, if they are missing. */
    public static String sentence(String words) {
        if (words.isEmpty()) {
            return words;
        }
        String capital = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }
}
