package parley.server.bundles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.message.bundle.Digest;
import parley.server.audit.Audit;
import parley.server.problems.Problem;

/**
 * Deletes bundles that nothing needs any more, with the rows of blobs that no other bundle contains; the blobs
 * themselves are deleted by {@link BlobCleanupTimer}. Every method is one transaction, and holds the lock of the set
 * of bundles ({@link Bundles#holdStill}): meanwhile no task gets a bundle and no upload adds one. Thread-safe.
 */
@ApplicationScoped
@Transactional
public class BundleDeletions {

    /** How many uses the text of a refusal names. */
    private static final int NAMED = 5;

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    @Inject
    BundleFiles known;

    @Inject
    BundleUsers users;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    /** @throws Problem {@code unknown_bundle}; {@code bundle_in_use}, with the tasks that need it */
    public void delete(String sha256, String actor) {
        bundles.holdStill();
        BundleRecord bundle = bundles.get(sha256);
        List<BundleUse> uses = users.of(bundle.sha256());
        if (!uses.isEmpty()) {
            throw inUse(bundle, uses);
        }
        remove(bundle, actor);
    }

    /**
     * Deletes a bundle for its age, unless something needs it or a task names it, also one that has ended.
     *
     * @return whether it is deleted
     */
    public boolean deleteForItsAge(String sha256) {
        bundles.holdStill();
        Optional<BundleRecord> bundle = bundles.find(new Digest(sha256))
                .filter(known -> !users.names(known.sha256()))
                .filter(known -> users.of(known.sha256()).isEmpty());
        bundle.ifPresent(known -> remove(known, "server"));
        return bundle.isPresent();
    }

    /** The digests of bundles that were uploaded before a time, in their order, after one of them. */
    public List<String> uploadedBefore(Instant time, String after, int limit) {
        return em.createQuery(
                        "select b.sha256 from BundleRecord b where b.createdAt < :time and b.deletedAt is null"
                                + " and b.sha256 > :after order by b.sha256",
                        String.class)
                .setParameter("time", time)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Removes the names and sizes of deleted bundles that no task names any more. */
    public void forgetUnnamed() {
        bundles.holdStill();
        em.createQuery("select b from BundleRecord b where b.deletedAt is not null", BundleRecord.class)
                .getResultStream()
                .filter(bundle -> !users.names(bundle.sha256()))
                .forEach(em::remove);
    }

    private void remove(BundleRecord bundle, String actor) {
        Set<Digest> blobs = new HashSet<>();
        bundles.files(bundle.sha256()).values().forEach(file -> blobs.add(file.sha256()));
        em.createQuery("delete from BundleFileRecord f where f.bundle = :bundle")
                .setParameter("bundle", bundle.sha256().text())
                .executeUpdate();
        for (List<String> some : Bundles.batches(blobs)) {
            em.createQuery("delete from BlobRecord b where b.sha256 in :some and not exists"
                            + " (select f.path from BundleFileRecord f where f.sha256 = b.sha256)")
                    .setParameter("some", some)
                    .executeUpdate();
        }
        if (users.names(bundle.sha256())) {
            bundle.delete(clock.instant());
        } else {
            em.remove(bundle);
        }
        known.forget(bundle.sha256());
        audit.record(
                actor,
                "bundle.deleted",
                bundle.sha256().text(),
                Map.of(
                        "name", bundle.name(),
                        "version", bundle.version(),
                        "files", bundle.files(),
                        "bytes", bundle.bytes()));
    }

    private static Problem inUse(BundleRecord bundle, List<BundleUse> uses) {
        String named = uses.stream().limit(NAMED).map(BundleDeletions::sentence).reduce("", (all, one) -> all + one);
        Optional<String> more = uses.size() > NAMED
                ? Optional.of(" " + (uses.size() - NAMED) + " more tasks need it.")
                : Optional.empty();
        return new Problem(
                        409,
                        "bundle_in_use",
                        "The bundle is needed",
                        "“" + bundle.name() + " " + bundle.version() + "” cannot be deleted." + named + more.orElse(""),
                        "End the tasks that run, cancel the drafts; what clients have, and what an undo would bring"
                                + " back, is needed until something newer has replaced it.")
                .with("uses", uses.size());
    }

    private static String sentence(BundleUse use) {
        String task = "“" + use.name() + "”";
        return switch (use.why()) {
            case DRAFT -> " The draft " + task + " has it.";
            case RUNNING -> " The task " + task + " (" + use.state() + ") rolls it out.";
            case CLIENTS_HAVE_IT -> " " + clients(use.clients(), "has", "have") + " it since " + task + ".";
            case UNDO -> " " + clients(use.clients(), "goes", "go") + " back to it if " + task + " is undone.";
        };
    }

    private static String clients(long count, String one, String many) {
        return count == 1 ? "1 client " + one : count + " clients " + many;
    }
}
