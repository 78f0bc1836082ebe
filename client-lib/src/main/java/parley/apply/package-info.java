/**
 * Brings a folder from one agreed state to the next: completely or not at all, also when the power fails in between.
 *
 * <p>{@link parley.apply.DirectoryUpdate} is the entry point. The core is a plan, a journal and the few file
 * operations of {@code FileAccess}, so that tests can stop it at each of them.
 *
 * <p>The phases are plan, download, verify, stage, back up, swap, check, confirm, commit. Until the back-up is
 * complete, nothing outside {@code <destination>/.parley} is changed; from there to the commit a failure or a crash
 * leads back to the old state; after the commit it leads forward to the new one. These promises need a file system
 * with an atomic rename and a reliable fsync (ext4, XFS, Btrfs, ZFS, APFS, NTFS; not FAT).
 *
 * <p>Out of scope: access control lists and extended attributes of new files (those of files that a roll-back brings
 * back are kept), and programs that write into the destination while an update is applied: that is only noticed.
 */
@NullMarked
package parley.apply;

import org.jspecify.annotations.NullMarked;
