package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import parley.message.Hello;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.platform.OperatingSystem;
import parley.message.policy.LinkPolicy;
import parley.server.bundles.BundleRecord;
import parley.server.bundles.Bundles;
import parley.server.bundles.store.LinkCopies;
import parley.server.task.decide.TaskSnapshot;
import parley.server.task.model.Client;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.query.UndoQueries;

/** Which client gets which bundle: the first target of the task whose selector matches its labels. */
@ApplicationScoped
public class Targets {

    private static final int MAX_SHOWN = 1_000;

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    @Inject
    TargetCache cache;

    @Inject
    UndoQueries undos;

    Optional<TaskSnapshot.Target> of(Task task, Client client) {
        if (!isForPlatform(task, client)) {
            return Optional.empty();
        }
        return ruleFor(task, client)
                .map(target -> new TaskSnapshot.Target(
                        target.ref(task.sequence().orElseThrow()), entries(target.bundle(), task, client)));
    }

    /** The first target that matches its labels, or, in a task that undoes another, that with what it had before. */
    private Optional<Target> ruleFor(Task task, Client client) {
        List<Target> all = started(task).targets();
        if (task.undoes().isPresent()) {
            Optional<Digest> before = undos.goesBackTo(task.id(), client.clientId());
            return all.stream()
                    .filter(target -> before.filter(target.bundle()::equals).isPresent())
                    .findFirst();
        }
        return all.stream().filter(target -> target.matches(client.labels())).findFirst();
    }

    private static boolean isForPlatform(Task task, Client client) {
        return task.policy().platforms().contains(OperatingSystem.of(client.platform()));
    }

    /** The entries for this client: copies instead of links, and no empty folders, if it does not support them. */
    private SortedMap<String, FileEntry> entries(Digest bundle, Task task, Client client) {
        SortedMap<String, FileEntry> entries = bundles.files(bundle);
        boolean links = task.policy().links() != LinkPolicy.COPY
                && client.capabilities().contains(Hello.LINKS);
        SortedMap<String, FileEntry> some = links ? entries : copied(bundle, entries);
        if (client.capabilities().contains(Hello.FOLDERS)) {
            return some;
        }
        SortedMap<String, FileEntry> files = new TreeMap<>(some);
        files.values().removeIf(FileEntry::isFolder);
        return files;
    }

    /**
     * Every path that a bundle may have brought to a client, including links and their copies; empty if the bundle is
     * unknown.
     */
    Optional<Map<String, FileEntry>> everyEntry(Digest bundle) {
        return bundles.find(bundle).map(known -> {
            SortedMap<String, FileEntry> entries = bundles.files(bundle);
            Map<String, FileEntry> all = new HashMap<>(copied(bundle, entries));
            all.putAll(entries);
            return all;
        });
    }

    /** Bad links and too many copies are not possible: the upload would have been refused. */
    private SortedMap<String, FileEntry> copied(Digest bundle, SortedMap<String, FileEntry> entries) {
        return entries.values().stream().anyMatch(FileEntry::isLink)
                ? LinkCopies.of(entries, bundles.links(bundle), Integer.MAX_VALUE)
                : entries;
    }

    /** The number of files of the largest bundle of a started task: the bound of an offer. */
    long mostFiles(Task task) {
        return started(task).mostFiles();
    }

    private TargetCache.Entry started(Task task) {
        return cache.of(task.id(), () -> {
            List<Target> targets = all(task.id());
            Set<Digest> wanted = targets.stream().map(Target::bundle).collect(Collectors.toSet());
            long mostFiles = bundles.findAll(wanted).values().stream()
                    .mapToLong(BundleRecord::files)
                    .max()
                    .orElse(0);
            return new TargetCache.Entry(targets, mostFiles);
        });
    }

    /** Why a client gets no bundle; its labels may come from its token. */
    static String noneFor(Task task, Client client) {
        if (!isForPlatform(task, client)) {
            return "this task is for " + OperatingSystem.words(task.policy().platforms()) + ", and this client runs on "
                    + client.platform().os();
        }
        if (task.undoes().isPresent()) {
            return "this task takes clients back to what they had before, and that is not known of this client";
        }
        if (client.labels().isEmpty()) {
            return "no target of this task is for a client without labels";
        }
        String labels = client.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String shown = labels.length() > MAX_SHOWN ? labels.substring(0, MAX_SHOWN) + "…" : labels;
        return "no target of this task is for a client with the labels " + shown;
    }

    List<Target> all(String task) {
        return em.createQuery("select t from Target t where t.key.task = :task order by t.key.position", Target.class)
                .setParameter("task", task)
                .getResultList();
    }
}
