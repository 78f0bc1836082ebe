package parley.server.task.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * What is locked while clients of a task get places in a wave, or its next wave opens. It says nothing. Locked before
 * the task and before clients.
 */
@Entity
@Table(name = "wave_lock")
public class WaveLock {

    @Id
    private String task;

    protected WaveLock() {}

    public WaveLock(String task) {
        this.task = task;
    }

    public String task() {
        return task;
    }
}
