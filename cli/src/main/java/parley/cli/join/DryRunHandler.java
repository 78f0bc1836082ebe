package parley.cli.join;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.Recovered;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.TaskInfo;
import parley.message.bundle.FileEntry;

/**
 * Computes what {@code machine} would answer to an offer, without sending it (docs/decisions/0061): the server keeps
 * the offer open after the client has gone. Nothing is written, recovered or accepted.
 */
final class DryRunHandler implements UpdateHandler {

    /** An offer, and the answer that it would get. */
    record Look(Offer offer, Answer answer) {}

    private final UpdateHandler machine;
    private final UnansweredOffer silence;
    private final Predicate<String> underWay;
    private final Function<Look, ExitCode> seen;
    private String task = "";

    /**
     * @param underWay whether an update of the task with this id is agreed and not ended
     * @param seen how the run ends with the first offer
     */
    DryRunHandler(
            UpdateHandler machine, UnansweredOffer silence, Predicate<String> underWay, Function<Look, ExitCode> seen) {
        this.machine = machine;
        this.silence = silence;
        this.underWay = underWay;
        this.seen = seen;
    }

    @Override
    public Optional<Recovered> recover() {
        return Optional.empty();
    }

    @Override
    public void joined(String server, TaskInfo info) {
        machine.joined(server, info);
        task = info.id();
    }

    @Override
    public Inventory inventory() throws UpdateFailedException {
        if (underWay.test(task)) {
            silence.keep(DryRunHandler::isUnderWay);
        }
        return machine.inventory();
    }

    @Override
    public Inventory inventory(List<String> paths) throws UpdateFailedException {
        return machine.inventory(paths);
    }

    /** Does not return before the client is closed; then nobody uses the answer. */
    @Override
    public Answer decide(Offer offer) throws UpdateFailedException {
        Answer answer = machine.decide(offer);
        silence.keep(() -> seen.apply(new Look(offer, answer)));
        throw takesNothing();
    }

    @Override
    public List<String> capabilities() {
        return machine.capabilities();
    }

    @Override
    public boolean confirms() {
        return machine.confirms();
    }

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException {
        throw takesNothing();
    }

    @Override
    public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
        throw takesNothing();
    }

    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException {
        throw takesNothing();
    }

    private static ExitCode isUnderWay() {
        throw new CliProblem(
                ExitCode.FAILED,
                "An update of this task is agreed already and has not ended.",
                "A dry run would have to continue it.",
                "run the same command without --dry-run, which continues it");
    }

    private static UpdateFailedException takesNothing() {
        return new UpdateFailedException(Reason.INTERNAL, "a dry run takes no offer");
    }
}
