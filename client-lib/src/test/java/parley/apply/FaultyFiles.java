package parley.apply;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Surroundings;

/**
 * Counts every operation that changes something, and lets one of them go wrong: either the process stops there (it, and
 * all that comes after it, throws {@link Stopped}), or the operation alone fails with an IOException.
 */
final class FaultyFiles implements FileAccess {

    /** The process is no more. Not an exception that a program would catch. */
    static final class Stopped extends Error {
        Stopped() {
            super("stopped", null, false, false);
        }
    }

    /** Looks at the files each time before something changes. */
    interface Watch {
        void before(String operation) throws IOException;
    }

    private final FileAccess files;
    private final int stopAt;
    private final int failAt;
    private final Supplier<IOException> failure;
    private final boolean syncForReal;
    private boolean forGood;
    private Watch watch = operation -> {};
    private int operations;

    private FaultyFiles(FileAccess files, int stopAt, int failAt, Supplier<IOException> failure, boolean syncForReal) {
        this.files = files;
        this.stopAt = stopAt;
        this.failAt = failAt;
        this.failure = failure;
        this.syncForReal = syncForReal;
    }

    /** The first operation has the number 1. A write that is stopped has written half of its bytes. */
    static FaultyFiles stoppingAt(int operation, FileAccess files) {
        return new FaultyFiles(files, operation, 0, null, true);
    }

    /** As above, for a process that dies on a machine that lives: a sync may be left out. */
    static FaultyFiles killedAt(int operation, FileAccess files) {
        return new FaultyFiles(files, operation, 0, null, false);
    }

    /** That operation alone fails; syncs are left out. */
    static FaultyFiles failingAt(int operation, Supplier<IOException> failure, FileAccess files) {
        return new FaultyFiles(files, 0, operation, failure, false);
    }

    /** From that operation on nothing can be changed any more. */
    static FaultyFiles failingFrom(int operation, Supplier<IOException> failure, FileAccess files) {
        FaultyFiles faulty = failingAt(operation, failure, files);
        faulty.forGood = true;
        return faulty;
    }

    /** Nothing goes wrong, syncs are left out. */
    static FaultyFiles hasty(FileAccess files) {
        return killedAt(Integer.MAX_VALUE, files);
    }

    static FaultyFiles counting(FileAccess files) {
        return new FaultyFiles(files, 0, 0, null, true);
    }

    FaultyFiles watchedBy(Watch newWatch) {
        watch = newWatch;
        return this;
    }

    int operations() {
        return operations;
    }

    private boolean stopsNow(String operation) throws IOException {
        if (stopAt > 0 && operations >= stopAt) {
            throw new Stopped();
        }
        operations++;
        watch.before(operation);
        if (operations == failAt || forGood && operations > failAt) {
            throw failure.get();
        }
        return operations == stopAt;
    }

    private void step(String operation) throws IOException {
        if (stopsNow(operation)) {
            throw new Stopped();
        }
    }

    @Override
    public Optional<Found> look(String path) throws IOException {
        return files.look(path);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return files.list(folder);
    }

    @Override
    public InputStream read(String file) throws IOException {
        return files.read(file);
    }

    @Override
    public Sink create(String file) throws IOException {
        step("create " + file);
        return watched(files.create(file), file);
    }

    @Override
    public String readLink(String link) throws IOException {
        return files.readLink(link);
    }

    @Override
    public void makeLink(String link, String target) throws IOException {
        step("link to " + target + " at " + link);
        files.makeLink(link, target);
    }

    @Override
    public Sink append(String file) throws IOException {
        return watched(files.append(file), file);
    }

    @Override
    public Sink overwrite(String file) throws IOException {
        return watched(files.overwrite(file), file);
    }

    private Sink watched(Sink sink, String file) {
        return new Sink() {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (stopsNow("write " + file)) {
                    sink.write(bytes, from, length / 2);
                    throw new Stopped();
                }
                sink.write(bytes, from, length);
            }

            @Override
            public void sync() throws IOException {
                step("sync " + file);
                if (syncForReal) {
                    sink.sync();
                }
            }

            @Override
            public void close() throws IOException {
                sink.close();
            }
        };
    }

    @Override
    public void setMode(String file, int mode) throws IOException {
        step("mode " + file);
        files.setMode(file, mode);
    }

    @Override
    public void takeOwner(String path, String like) throws IOException {
        step("owner " + path);
        files.takeOwner(path, like);
    }

    @Override
    public void makeFolder(String folder, int mode) throws IOException {
        step("folder " + folder);
        files.makeFolder(folder, mode);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        step("sync folder " + folder);
        if (syncForReal) {
            files.syncFolder(folder);
        }
    }

    @Override
    public boolean link(String file, String name) throws IOException {
        step("link " + name);
        return files.link(file, name);
    }

    @Override
    public void move(String from, String to) throws IOException {
        step("move " + to);
        files.move(from, to);
    }

    @Override
    public void delete(String file) throws IOException {
        step("delete " + file);
        files.delete(file);
    }

    @Override
    public void deleteFolder(String folder) throws IOException {
        step("delete folder " + folder);
        files.deleteFolder(folder);
    }

    @Override
    public boolean mayWrite(String folder) throws IOException {
        return files.mayWrite(folder);
    }

    @Override
    public Set<String> mountPoints() throws IOException {
        return files.mountPoints();
    }

    @Override
    public long usableSpace() throws IOException {
        return files.usableSpace();
    }

    @Override
    public Optional<Surroundings> surroundings() {
        return files.surroundings();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
