package parley.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import parley.message.Reason;

/** The commands of a destination: one that checks a configuration, one that puts it in force. */
record Hooks(Path destination, Optional<Command> check, Optional<Command> run) {
    private static final String STAGED = "PARLEY_STAGED";

    /** A check that names the staged copy among its arguments can look at it before anything is touched. */
    boolean checksStagedCopy() {
        return check.stream().flatMap(c -> c.arguments().stream()).anyMatch(argument -> argument.contains(STAGED));
    }

    /** @throws ApplyFailure CHECK_FAILED */
    String check(Target target, Path staged, BooleanSupplier cancelled) throws IOException, ApplyFailure {
        return run(check, "check", Reason.CHECK_FAILED, target, staged, cancelled);
    }

    /** @throws ApplyFailure RUN_FAILED */
    String run(Target target, BooleanSupplier cancelled) throws IOException, ApplyFailure {
        return run(run, "run", Reason.RUN_FAILED, target, destination, cancelled);
    }

    /** Puts the old files in force again; if that fails, says so in words that go on from "the update failed". */
    String againWithTheOldFiles(Target target) {
        try {
            run(run, "roll_back", Reason.RUN_FAILED, target, destination, () -> false);
            return "";
        } catch (ApplyFailure | IOException e) {
            return "; with the old files in place again, " + e.getMessage();
        }
    }

    private String run(
            Optional<Command> command,
            String step,
            Reason reason,
            Target target,
            Path staged,
            BooleanSupplier cancelled)
            throws IOException, ApplyFailure {
        if (command.isEmpty()) {
            return "";
        }
        Map<String, String> variables = new HashMap<>();
        variables.put(STAGED, staged.toString());
        variables.put("PARLEY_DEST", destination.toString());
        variables.put("PARLEY_STEP", step);
        variables.put("PARLEY_BUNDLE", target.bundle().name());
        variables.put("PARLEY_VERSION", target.bundle().version());
        String program = "the command \"" + command.get().arguments().get(0) + "\" ";
        try {
            Command.Result result = command.get().run(destination, variables, cancelled);
            if (!result.ok()) {
                Reason why = cancelled.getAsBoolean() ? Reason.CANCELLED : reason;
                throw new ApplyFailure(why, program + result.words(), result.output());
            }
            return result.output();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplyFailure(Reason.CANCELLED, program + "was interrupted", e);
        }
    }
}
