package parley.server.bundles;

import parley.message.json.Word;

/**
 * A task that still needs a bundle.
 *
 * @param task its id
 * @param name its name
 * @param state its state, as a word
 * @param why what it needs the bundle for
 * @param clients how many clients that is about; 0 for a draft
 */
public record BundleUse(String task, String name, String state, Why why, long clients) {

    /** What a task needs a bundle for. */
    public enum Why implements Word {
        /** It was not started yet. */
        DRAFT,
        /** It has not ended, or some of its clients have not. */
        RUNNING,
        /** It brought the bundle to clients, and nothing that the server knows of has replaced it there. */
        CLIENTS_HAVE_IT,
        /** If it is undone, clients go back to the bundle. */
        UNDO
    }
}
