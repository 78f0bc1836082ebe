package parley.server.it;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * How many bytes the threads of another JVM of this user have allocated. What a thread allocated that has ended is
 * left out.
 */
final class AllocatedBytes implements AutoCloseable {

    private final JMXConnector connector;
    private final ThreadMXBean threads;

    private AllocatedBytes(JMXConnector connector) throws IOException {
        this.connector = connector;
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    @SuppressWarnings("BanJNDI") // the address is that of a JVM of this user on this machine
    static AllocatedBytes of(long process) throws IOException {
        VirtualMachine machine;
        try {
            machine = VirtualMachine.attach(Long.toString(process));
        } catch (AttachNotSupportedException e) {
            throw new IOException("the JVM " + process + " cannot be attached to", e);
        }
        try {
            return new AllocatedBytes(
                    JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** By all threads that live now, since they began. */
    long now() {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes); // -1: has ended meanwhile
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
