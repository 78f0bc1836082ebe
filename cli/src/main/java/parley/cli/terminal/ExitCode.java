package parley.cli.terminal;

/** The exit codes of every command. They are part of the CLI's contract: a number never changes its meaning. */
public enum ExitCode {
    OK(0, "done; after join: the machine has what it should"),
    FAILED(1, "failed: the command was understood but could not be done"),
    USAGE(2, "wrong usage or bad input: nothing was done"),
    UNREACHABLE(3, "the server cannot be reached"),
    REFUSED(4, "no API key, a wrong one, or one whose role is not enough"),
    TOKEN(5, "the join token was refused: mistyped, expired, revoked, used up, or of another server"),
    UPDATE_FAILED(6, "the update failed; what was there before is in place"),
    ROLLED_BACK(7, "the update was applied, did not pass, and was rolled back"),
    DECLINED(8, "the update was declined; nothing was changed"),
    NOT_FOUND(9, "there is no such task, client, token, key, webhook, bundle or back-up"),
    DEFERRED(10, "the update was put off; nothing was changed, and it comes back"),
    NOTHING_TO_DO(11, "there was nothing to do; only with --detailed-exit-code, otherwise 0"),
    ENDED(12, "the server ended it: cancelled, timed out, or this client was revoked"),
    INTERRUPTED(130, "interrupted, for example by Ctrl-C");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
