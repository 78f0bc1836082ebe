package parley.server.bundles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.BundlePath;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.server.audit.Audit;
import parley.server.problems.Problem;

/** The bundles in the database. Thread-safe. */
@ApplicationScoped
public class Bundles {

    /** A bundle, and whether it was added or known before. */
    public record Added(BundleRecord bundle, boolean isNew) {}

    /** How many digests one query has. */
    private static final int BATCH = 500;

    @PersistenceContext
    EntityManager em;

    @Inject
    BundleFiles known;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    /** Empty also if it was deleted. */
    public Optional<BundleRecord> find(Digest sha256) {
        return row(sha256).filter(bundle -> !bundle.isDeleted());
    }

    /** @throws Problem {@code unknown_bundle} */
    public BundleRecord get(String sha256) {
        return digest(sha256)
                .flatMap(this::find)
                .orElseThrow(() -> new Problem(
                        404,
                        "unknown_bundle",
                        "There is no such bundle",
                        "No bundle has the digest “" + (sha256.length() > 100 ? sha256.substring(0, 100) + "…" : sha256)
                                + "”, or it was deleted.",
                        "Choose one of the bundles that the server has."));
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(new Digest(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<BundleRecord> row(Digest sha256) {
        return Optional.ofNullable(em.find(BundleRecord.class, sha256.text()));
    }

    /** Those of these bundles that the server has or once had, by digest. */
    public Map<Digest, BundleRecord> findAll(Set<Digest> wanted) {
        Map<Digest, BundleRecord> found = new HashMap<>();
        for (List<String> some : batches(wanted)) {
            em.createQuery("select b from BundleRecord b where b.sha256 in :some", BundleRecord.class)
                    .setParameter("some", some)
                    .getResultStream()
                    .forEach(bundle -> found.put(bundle.sha256(), bundle));
        }
        return found;
    }

    /** The files of a bundle in the order of their paths' bytes; none if there is no such bundle. */
    public SortedMap<String, FileEntry> files(Digest bundle) {
        return known.of(bundle, () -> read(bundle));
    }

    private SortedMap<String, FileEntry> read(Digest bundle) {
        SortedMap<String, FileEntry> files = new TreeMap<>(BundlePath.ORDER);
        em.createQuery("select f from BundleFileRecord f where f.bundle = :bundle", BundleFileRecord.class)
                .setParameter("bundle", bundle.text())
                .getResultStream()
                .forEach(f -> files.put(f.path(), f.file()));
        return Collections.unmodifiableSortedMap(files);
    }

    /** The links of a bundle with their targets. */
    public Map<String, String> links(Digest bundle) {
        Map<String, String> links = new HashMap<>();
        em.createQuery(
                        "select f from BundleFileRecord f where f.bundle = :bundle and f.target is not null",
                        BundleFileRecord.class)
                .setParameter("bundle", bundle.text())
                .getResultStream()
                .forEach(f -> links.put(f.path(), f.target().orElseThrow()));
        return links;
    }

    public Optional<FileEntry> file(Digest bundle, String path) {
        return Optional.ofNullable(em.find(BundleFileRecord.class, new BundleFileRecord.Key(bundle, path)))
                .map(BundleFileRecord::file);
    }

    /** Of {@code others}, the bundles that have a path in common with this one. */
    public Set<Digest> sharingAPath(Digest bundle, Set<Digest> others) {
        Set<Digest> found = new HashSet<>();
        for (List<String> some : batches(others)) {
            em.createQuery(
                            "select b.sha256 from BundleRecord b where b.sha256 in :some and exists (select f.path"
                                    + " from BundleFileRecord f, BundleFileRecord its where f.bundle = b.sha256"
                                    + " and its.bundle = :bundle and its.path = f.path)",
                            String.class)
                    .setParameter("bundle", bundle.text())
                    .setParameter("some", some)
                    .getResultStream()
                    .forEach(other -> found.add(new Digest(other)));
        }
        return found;
    }

    /**
     * Until this transaction ends no bundle is added or deleted, no task gets one and none is started. A transaction
     * that locks a task does so before.
     */
    @Transactional
    public void holdStill() {
        counter();
    }

    /**
     * Takes the next number in the order of new bundles and starts of tasks. Another caller waits until this
     * transaction has ended, and then sees its changes.
     */
    @Transactional
    public long nextSequence() {
        return counter().next();
    }

    /** Leaves out so many numbers. */
    @Transactional
    public void skipSequences(long count) {
        counter().skip(count);
    }

    /** The last number that was taken. */
    public long lastSequence() {
        return em.createQuery("select c.last from BundleCounter c", Long.class).getSingleResult();
    }

    private BundleCounter counter() {
        return em.find(BundleCounter.class, BundleCounter.ONLY, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * The newest bundles first.
     *
     * @param before only bundles with a smaller sequence number
     */
    public List<BundleRecord> page(int limit, long before) {
        return em.createQuery(
                        "select b from BundleRecord b where b.sequence < :before and b.deletedAt is null"
                                + " order by b.sequence desc",
                        BundleRecord.class)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Adds a bundle whose blobs are published already, or finds it: the same files are the same bundle, under any
     * name.
     *
     * @param version empty: the sequence number
     * @param links the target of each link among the files
     */
    @Transactional
    public Added add(
            String name,
            Optional<String> version,
            SortedMap<String, FileEntry> files,
            Map<String, String> links,
            String actor) {
        Digest sha256 = BundleDigest.of(files);
        BundleCounter counter = counter();
        Optional<BundleRecord> known = row(sha256);
        if (known.filter(bundle -> !bundle.isDeleted()).isPresent()) {
            return new Added(known.get(), false);
        }
        long sequence = counter.next();
        BundleRef ref = new BundleRef(name, version.orElse(Long.toString(sequence)), sequence, sha256);
        return new Added(insert(ref, known, files, links, actor), true);
    }

    private BundleRecord insert(
            BundleRef ref,
            Optional<BundleRecord> deleted,
            SortedMap<String, FileEntry> files,
            Map<String, String> links,
            String actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        addBlobs(files, now);
        long bytes = files.values().stream().mapToLong(FileEntry::size).sum();
        BundleRecord bundle = deleted.orElseGet(() -> new BundleRecord(ref, files.size(), bytes, now, actor));
        bundle.bringBack(ref, now, actor);
        em.persist(bundle);
        em.flush();
        files.forEach((path, file) -> em.persist(new BundleFileRecord(ref.sha256(), path, file, links.get(path))));
        audit.record(
                actor,
                "bundle.created",
                ref.sha256().text(),
                Map.of(
                        "name", ref.name(),
                        "version", ref.version(),
                        "sequence", ref.sequence(),
                        "files", files.size(),
                        "bytes", bytes));
        return bundle;
    }

    private void addBlobs(SortedMap<String, FileEntry> files, Instant now) {
        Map<Digest, Long> missing = new HashMap<>();
        files.values().forEach(f -> missing.put(f.sha256(), f.size()));
        missing.keySet().removeAll(knownBlobs(missing.keySet()));
        missing.forEach((sha256, size) -> em.persist(new BlobRecord(sha256, size, now)));
    }

    private Set<Digest> knownBlobs(Set<Digest> wanted) {
        Set<Digest> known = new HashSet<>();
        for (List<String> some : batches(wanted)) {
            em.createQuery("select b from BlobRecord b where b.sha256 in :some", BlobRecord.class)
                    .setParameter("some", some)
                    .getResultStream()
                    .forEach(b -> known.add(b.sha256()));
        }
        return known;
    }

    /** The digests as texts, as many at a time as one query may have. */
    static List<List<String>> batches(Set<Digest> digests) {
        List<String> all = digests.stream().map(Digest::text).toList();
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(List.copyOf(all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return batches;
    }

    /** Whether some bundle contains this blob. */
    boolean refersTo(Digest blob) {
        return em.find(BlobRecord.class, blob.text()) != null;
    }

    /** The blobs after one of them, in the order of their digests. */
    List<BlobRecord> blobsAfter(String sha256, int limit) {
        return em.createQuery("select b from BlobRecord b where b.sha256 > :after order by b.sha256", BlobRecord.class)
                .setParameter("after", sha256)
                .setMaxResults(limit)
                .getResultList();
    }
}
