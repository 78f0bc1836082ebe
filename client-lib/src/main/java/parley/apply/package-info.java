/**
 * Brings a folder from one agreed state to the next: everything or nothing, also when the power fails in between.
 *
 * <p>{@link parley.apply.DirectoryUpdate} is the door. Below it lies a pure core: a plan, a journal and the few file
 * operations of {@code FileAccess}, so that tests can stop it at every single one of them.
 *
 * <p>The phases are plan, download, verify, stage, back up, swap, check, confirm, commit. Up to the end of the back-up
 * nothing
 * outside {@code <destination>/.parley} is touched; from there to the commit a failure or a crash leads back to the old
 * state; from the commit on it leads forward to the new one. What is promised rests on a file system whose rename is
 * atomic and whose fsync tells the truth (ext4, XFS, Btrfs, ZFS, APFS, NTFS; not FAT).
 *
 * <p>Out of scope: access control lists and extended attributes of new files (those of files that a roll-back
 * brings back are kept), and programs that write into the destination while an update is applied, beyond noticing it.
 */
package parley.apply;
