package parley.apply.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.state.UpdateTarget;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/** The commands of a destination: one that checks a configuration, one that puts it in force. */
public record Hooks(Path destination, Optional<Command> check, Optional<Command> run) {
    private static final String STAGED = "PARLEY_STAGED";

    /** A check that names the staged copy among its arguments can look at it before anything is touched. */
    public boolean checksStagedCopy() {
        return check.stream().flatMap(c -> c.arguments().stream()).anyMatch(argument -> argument.contains(STAGED));
    }

    /**
     * Looks whether both commands can be started, before anything is done for them.
     *
     * @param changes what the destination will have by then, in place of what is there
     * @throws ApplyFailure CHECK_FAILED or RUN_FAILED
     */
    public void checkThatTheyCanBeStarted(List<Change> changes) throws ApplyFailure {
        Map<String, FileEntry> coming = new HashMap<>();
        changes.forEach(change -> change.file().ifPresent(file -> coming.put(change.path(), file)));
        checkThatItCanBeStarted(check, Reason.CHECK_FAILED, coming);
        checkThatItCanBeStarted(run, Reason.RUN_FAILED, coming);
    }

    private void checkThatItCanBeStarted(Optional<Command> command, Reason reason, Map<String, FileEntry> coming)
            throws ApplyFailure {
        Optional<String> fault = command.flatMap(
                c -> ProgramSearch.in(destination).fault(c.arguments().get(0), coming));
        if (fault.isPresent()) {
            throw new ApplyFailure(reason, program(command.get()) + fault.get());
        }
    }

    private static String program(Command command) {
        return "the command \"" + command.arguments().get(0) + "\" ";
    }

    /**
     * Why a command cannot be started, whatever an offer brings; empty if there is nothing to say before there is one.
     */
    public Optional<String> fault() {
        return Stream.concat(check.stream(), run.stream())
                .filter(c ->
                        !ProgramSearch.in(destination).couldCome(c.arguments().get(0)))
                .flatMap(c -> ProgramSearch.in(destination).fault(c.arguments().get(0), Map.of()).stream()
                        .map(words -> program(c) + words))
                .findFirst();
    }

    /** @throws ApplyFailure CHECK_FAILED */
    public String check(UpdateTarget target, Path staged, BooleanSupplier cancelled) throws IOException, ApplyFailure {
        return run(check, "check", Reason.CHECK_FAILED, target, staged, cancelled);
    }

    /** @throws ApplyFailure RUN_FAILED */
    public String run(UpdateTarget target, BooleanSupplier cancelled) throws IOException, ApplyFailure {
        return run(run, "run", Reason.RUN_FAILED, target, destination, cancelled);
    }

    /** Puts the old files in force again; if that fails, says so in words that go on from "the update failed". */
    public String againWithTheOldFiles(UpdateTarget target) {
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
            UpdateTarget target,
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
        String program = program(command.get());
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
