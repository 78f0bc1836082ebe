package parley.client.internal.concurrent;

import java.time.Duration;

/** Work of the client that has its time. */
public interface Alarms {

    /** Has the work done by the client once that time has passed. */
    Alarm after(Duration delay, Runnable work);

    interface Alarm {

        /** From the client's own work: calls it off. What has been done, or was called off before, stays so. */
        void cancel();
    }
}
