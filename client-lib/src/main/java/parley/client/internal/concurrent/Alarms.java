package parley.client.internal.concurrent;

import java.time.Duration;

/** Delayed work of the client. */
public interface Alarms {

    /** Runs the work in the client after that time. */
    Alarm after(Duration delay, Runnable work);

    interface Alarm {

        /** Cancels it, from the client's own work; without effect after it was run or cancelled. */
        void cancel();
    }
}
