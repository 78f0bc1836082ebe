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

    /** Whether the check names the staged copy in an argument, so that it can run before anything is changed. */
    public boolean checksStagedCopy() {
        return check.stream().flatMap(c -> c.arguments().stream()).anyMatch(argument -> argument.contains(STAGED));
    }

    /**
     * Checks that both commands can be started.
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

    /** Why a command cannot be started with any offer; empty if it can be, or if that depends on the offer. */
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

    /** Puts the old files in force again; on failure returns a text that continues "the update failed". */
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
