package parley.server.sessions.dialogue;

import parley.server.bundles.store.BlobStore;
import parley.server.task.service.Clients;

/**
 * What all dialogues of a server share.
 *
 * @param mostFiles an inventory may have
 * @param busySeconds after which a client may come again that asks for more than there is memory for
 */
public record DialogueServices(Clients clients, BlobStore blobs, Workload workload, long mostFiles, int busySeconds) {}
