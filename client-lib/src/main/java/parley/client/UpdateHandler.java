package parley.client;

import java.util.List;
import java.util.Optional;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.TaskInfo;
import parley.message.bundle.FileEntry;

/**
 * What an application does with an update: it lists what it has, decides on the offer, stores the download and applies
 * it. {@link UpdateClient} does everything else. {@code parley.apply.DirectoryUpdate} is the handler for a folder.
 *
 * <p><b>Order.</b> One run calls {@link #recover} once, before it connects. After each connect it calls
 * {@link #joined} and {@link #inventory()}, except on a connection that is to confirm an update: there only if the
 * server does not confirm. Then, for each offer: {@link #decide}; after an accept that the server agreed to,
 * {@link #open} for each distinct blob; {@link #staged}; and, when the server says so, {@link #apply}. If the update
 * ends before {@code apply}, {@link #abandoned} is called instead. An {@code apply} that asked for a confirmation is
 * followed by either {@link #commit} or {@link #rollBack}. After a lost connection, or a restart of the process, the
 * calls for an agreed offer are repeated from the first {@code open} on, so each has to be repeatable; {@code apply}
 * is never called again once it has returned, nor when {@code recover} knew its result.
 *
 * <p><b>Threads.</b> The calls of one client come one after the other, each seeing what those before it did, so a
 * handler needs no locks; they may come from different threads, so it must not rely on thread-locals. A call may take
 * long: the connection is kept alive meanwhile. {@link UpdateClient#close} interrupts the thread of a call, but not
 * while an update is being applied.
 *
 * <p><b>Errors.</b> {@link UpdateFailedException} ends the attempt with the reason that it carries. A
 * {@link RuntimeException} ends it with {@code internal}.
 */
public interface UpdateHandler {

    /**
     * Finishes or undoes what a crash left, so that nothing is half done afterwards, and returns the result of the
     * last {@link #apply} that this handler began, if it still knows it; the client uses it if that call never
     * returned. Empty means that the last {@code apply}, if there was one, changed nothing. An update that still has
     * time to be confirmed is left open and returned as {@link Applied#confirming}; one whose time is over is rolled
     * back.
     */
    Optional<Recovered> recover() throws UpdateFailedException;

    /**
     * The server has admitted this client; the following calls belong to this task. Called again before each
     * {@link #inventory()}.
     *
     * @param serverFingerprint of the server's public key: offers of different servers are independent of each other
     */
    default void joined(String serverFingerprint, TaskInfo task) {}

    /**
     * What this machine has now. It need not cover everything: a handler that leaves out files until the server asks
     * for them returns {@link Inventory#partial} and implements the other {@code inventory}.
     */
    Inventory inventory() throws UpdateFailedException;

    /**
     * What this machine has now, including these paths, about which the server asks: called after a partial
     * {@link #inventory()}, at most once for each. A path that is left out now does not exist.
     */
    default Inventory inventory(List<String> paths) throws UpdateFailedException {
        return inventory();
    }

    /**
     * Answers an offer: {@link Answer#accept}, {@link Answer#decline}, {@link Answer#defer} or {@link Answer#counter}.
     * This is the place for a question to a person, for a policy of the machine, and for refusing a path or an older
     * bundle. Called once for each offer, also over restarts, unless it was declined, or a crash came before the
     * answer was stored; a deferred offer comes again at its time. After a counter comes another offer, or the end as
     * declined; after four counters in a row the client declines.
     */
    Answer decide(Offer offer) throws UpdateFailedException;

    /**
     * Opens a sink for one blob of an agreed offer. Each distinct digest is opened once, for any number of paths; an
     * empty file has no blob. {@link BlobSink#offset} says how many bytes are there already (from an earlier try, or
     * because the machine has that content anyway); they are not downloaded again.
     */
    BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException;

    /**
     * Every blob is complete. Check here everything that can be checked before applying: space, permissions, the
     * staged files. On return everything that is needed to apply without the network has to be durable.
     */
    void staged(Offer offer, Agreed agreed) throws UpdateFailedException;

    /**
     * Puts the staged update in force, completely or not at all, and returns how it ended: succeeded, failed (nothing
     * was changed) or rolled back. It is called after the server's {@code proceed}, which may come in another run than
     * {@link #staged}; then {@code staged} is called again first.
     */
    Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException;

    /**
     * What this handler supports beyond files with their modes: {@link parley.message.Hello#LINKS} if it makes the
     * links of a bundle, {@link parley.message.Hello#FOLDERS} if it makes its empty folders. Without them the server
     * offers neither. Called before each connection.
     */
    default List<String> capabilities() {
        return List.of();
    }

    /**
     * Whether {@link #apply} can leave an update open until it is confirmed: always the same answer, at once. The
     * client tells the server in {@code hello}, which asks for a confirmed commit only then; the client declines an
     * offer that asks for one anyway. Such a handler returns {@link Applied#confirming} if {@code terms.confirm} is
     * given.
     */
    default boolean confirms() {
        return false;
    }

    /** The server has confirmed the update that {@link #apply} left open: on return of this call it is final. */
    default Applied commit(String offer) throws UpdateFailedException {
        throw new UpdateFailedException(Reason.UNSUPPORTED, "this handler leaves nothing open");
    }

    /**
     * Undoes the update that {@link #apply} left open: the time for its confirmation is over, or it was cancelled.
     *
     * @param detail a sentence for people that says why
     */
    default Applied rollBack(String offer, Reason reason, String detail) throws UpdateFailedException {
        throw new UpdateFailedException(Reason.UNSUPPORTED, "this handler leaves nothing open");
    }

    /** The offer will not be applied; its downloads may be deleted. */
    default void abandoned(Offer offer) {}
}
