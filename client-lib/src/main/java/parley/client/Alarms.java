package parley.client;

import java.time.Duration;

/** Work of the client's thread that has its time. */
interface Alarms {

    /** Has the work done by the client's thread once that time has passed. It cannot be called off. */
    void after(Duration delay, Runnable work);
}
