package parley.apply;

import parley.apply.internal.disk.ApplyFailure;

/** Distinguishes an obstacle on this machine from a fault of the bundle. */
public final class Obstacle {
    private Obstacle() {}

    /**
     * Whether a detail with the reason {@code path_refused} names something on this machine, and not a fault of the
     * bundle.
     */
    public static boolean isNamedIn(String detail) {
        return detail.contains(ApplyFailure.ON_THIS_MACHINE) || detail.contains("symbolic link");
    }
}
