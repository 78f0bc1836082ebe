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
 * What an application does with an update: it says what it has, decides on the offer, keeps what is downloaded and
 * applies it. {@link UpdateClient} does everything else. {@code parley.apply.DirectoryUpdate} is the handler for a
 * folder.
 *
 * <p><b>Order.</b> One run calls {@link #recover} once, before it connects. After each connect it calls {@link #joined}
 * and {@link #inventory()}, but for a connection that is to confirm an update: there it does so only if the server does
 * not. Then, for each offer: {@link #decide}; after an accept that the server agreed to, {@link #open}
 * for each distinct blob; {@link #staged}; and, when the server says so, {@link #apply}. Where the update ends before
 * {@code apply}, {@link #abandoned} is called instead. An {@code apply} that asked for a confirmation is followed by
 * either {@link #commit} or {@link #rollBack}. After a lost connection, or a restart of the process, the calls
 * for an agreed offer are repeated from the first {@code open} on, so each has to bear repetition; {@code apply} is
 * never called again once it has returned, nor when {@code recover} knew its result.
 *
 * <p><b>Threads.</b> The calls of one client come one after the other, each seeing what those before it did, so a
 * handler
 * needs no locks; they may come from different threads, so it must not rely on thread-locals. A call may take its time:
 * the connection is kept alive meanwhile. {@link UpdateClient#close} interrupts the thread of a call, but not while an
 * update is being applied.
 *
 * <p><b>Errors.</b> {@link UpdateFailedException} ends the attempt with the reason that it carries. A
 * {@link RuntimeException} ends it with {@code internal}.
 */
public interface UpdateHandler {

    /**
     * Finishes or undoes what a crash left, so that nothing is half done afterwards, and tells what came of the last
     * {@link #apply} that this handler began, if it still knows; the client takes it as that call's result if it never
     * got one. Empty means that the last {@code apply}, if there was one, changed nothing. An update that still has
     * time to be confirmed is left alone and told as {@link Applied#confirming}; one whose time is over is rolled back.
     */
    Optional<Recovered> recover() throws UpdateFailedException;

    /**
     * The server has let this client in; what follows belongs to this task. Called again before each
     * {@link #inventory()}.
     *
     * @param serverFingerprint of the server's public key: offers of different servers have nothing to do with each
     *     other
     */
    default void joined(String serverFingerprint, TaskInfo task) {}

    /**
     * What this machine has now. It need not look at everything: a handler that leaves files out until it is asked for
     * them says so with {@link Inventory#partial}, and knows the other {@code inventory}.
     */
    Inventory inventory() throws UpdateFailedException;

    /**
     * What this machine has now, with what is at these paths, which the server wants to know of: called after a partial
     * {@link #inventory()}, at most once for each. What is left out now is not there.
     */
    default Inventory inventory(List<String> paths) throws UpdateFailedException {
        return inventory();
    }

    /**
     * Answers an offer: {@link Answer#accept}, {@link Answer#decline}, {@link Answer#defer} or {@link Answer#counter}.
     * This is the place for a question to a person, for a policy of the machine, and for refusing a path or an older
     * bundle. Called once for each offer, also over restarts, unless it was declined, or a crash came before the answer
     * was kept; a deferred offer comes again at its time. What follows a counter is another offer, or the end as
     * declined; after four counters in a row the client declines.
     */
    Answer decide(Offer offer) throws UpdateFailedException;

    /**
     * Opens the place for one blob of an agreed offer. Each distinct digest is opened once, whatever number of paths it
     * is for; an empty file has no blob. What is there already (from an earlier try, or because the machine has that
     * content anyway) is told by {@link BlobSink#offset} and is not downloaded again.
     */
    BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException;

    /**
     * Every blob is complete. Everything that can be found out before applying is to be found out here: space,
     * permissions, a check of the staged files. When it returns, what is needed to apply without the network has to be
     * durable.
     */
    void staged(Offer offer, Agreed agreed) throws UpdateFailedException;

    /**
     * Puts the staged update in force, as a whole or not at all, and tells how it ended: succeeded, failed (nothing was
     * changed) or rolled back. It is called after the server's {@code proceed}, which may come in another run than
     * {@link #staged}; then {@code staged} is called again first.
     */
    Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException;

    /**
     * What this handler can do beyond files with their modes: {@link parley.message.Hello#LINKS} if it makes the links
     * of a bundle, {@link parley.message.Hello#FOLDERS} if it makes its empty folders. Who does not say so is offered
     * neither. Asked before each connection.
     */
    default List<String> capabilities() {
        return List.of();
    }

    /**
     * Whether {@link #apply} knows how to leave an update open until it is confirmed: the same answer each time, at
     * once. The server hears it in {@code hello} and asks for a confirmed commit only then; the client declines an
     * offer that wants one all the same. A handler that does returns {@link Applied#confirming} where
     * {@code terms.confirm} is given.
     */
    default boolean confirms() {
        return false;
    }

    /** The server has confirmed what {@link #apply} left open: from the return of this call on it stands. */
    default Applied commit(String offer) throws UpdateFailedException {
        throw new UpdateFailedException(Reason.UNSUPPORTED, "this handler leaves nothing open");
    }

    /**
     * Undoes what {@link #apply} left open: the time for its confirmation is over, or it was called off.
     *
     * @param detail a sentence for people that says why
     */
    default Applied rollBack(String offer, Reason reason, String detail) throws UpdateFailedException {
        throw new UpdateFailedException(Reason.UNSUPPORTED, "this handler leaves nothing open");
    }

    /** The offer will not be applied; what was downloaded for it may be thrown away. */
    default void abandoned(Offer offer) {}
}
