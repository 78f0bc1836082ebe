package parley.bench.process;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The heap of another JVM of this user. Attaches to it as {@code jcmd} does; the server is not changed for it. */
public final class ServerHeap implements AutoCloseable {

    private static final String HEAP = "java.lang:type=Memory";

    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    /** Handed out up to the last collection. */
    private final AtomicLong collected = new AtomicLong();
    /** In use after the last collection. */
    private final AtomicLong left = new AtomicLong();

    private ServerHeap(JMXConnector connector) throws IOException, JMException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        ObjectName collectors = new ObjectName(ManagementFactory.GARBAGE_COLLECTOR_MXBEAN_DOMAIN_TYPE + ",*");
        for (ObjectName collector : beans.queryNames(collectors, null)) {
            beans.addNotificationListener(collector, this::collected, null, null);
        }
        left.set(used());
    }

    @SuppressWarnings("BanJNDI") // the address is that of a JVM of this user on this machine
    public static ServerHeap of(ProcessFigures process) throws IOException, JMException {
        VirtualMachine machine;
        try {
            machine = VirtualMachine.attach(Long.toString(process.pid()));
        } catch (AttachNotSupportedException e) {
            throw new IOException("the JVM " + process.pid() + " cannot be attached to", e);
        }
        try {
            JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
            return new ServerHeap(JMXConnectorFactory.connect(address));
        } finally {
            machine.detach();
        }
    }

    private void collected(Notification notification, Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
            long before = sum(info.getGcInfo().getMemoryUsageBeforeGc());
            long after = sum(info.getGcInfo().getMemoryUsageAfterGc());
            collected.addAndGet(before - left.getAndSet(after));
        }
    }

    private static long sum(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> isHeap(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static boolean isHeap(String pool) {
        return !pool.startsWith("Code") && !pool.equals("Metaspace") && !pool.startsWith("Compressed");
    }

    private long used() throws IOException, JMException {
        CompositeData usage = (CompositeData) beans.getAttribute(new ObjectName(HEAP), "HeapMemoryUsage");
        return MemoryUsage.from(usage).getUsed();
    }

    /**
     * The bytes that the JVM has handed out since this began: what the heap had before each collection, less what the
     * collection before left. A collection that has just ended may be missing for a moment.
     */
    public long allocatedBytes() throws IOException, JMException {
        return collected.get() + used() - left.get();
    }

    /** Collects all garbage, and gives the bytes of what is left. */
    public long liveBytes() throws IOException, JMException {
        beans.invoke(new ObjectName(HEAP), "gc", new Object[0], new String[0]);
        return used();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
