package parley.server.sessions.dialogue;

import parley.server.bundles.store.BlobStore;
import parley.server.task.service.ClientApprovals;
import parley.server.task.service.Clients;

/**
 * The services that all dialogues of a server share.
 *
 * @param mostFiles the most files of an inventory
 * @param busySeconds after which a client may come back if there was not enough memory
 */
public record DialogueServices(
        Clients clients,
        ClientApprovals approvals,
        BlobStore blobs,
        Workload workload,
        long mostFiles,
        int busySeconds) {}
