package parley.apply.internal.disk;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The nine permission bits as a number, and as Java has them. */
final class PosixBits {
    private PosixBits() {}

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & bit(permission)) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    static int of(Set<PosixFilePermission> permissions) {
        return permissions.stream().mapToInt(PosixBits::bit).sum();
    }

    /** The enum lists the permissions in the order of their bits, owner's read first. */
    @SuppressWarnings("EnumOrdinal") // the order is part of what the enum promises
    private static int bit(PosixFilePermission permission) {
        return 0400 >> permission.ordinal();
    }
}
