/**
 * What bundles, offers and inventories consist of: paths, entries, digests and changes, with the rules of
 * docs/protocol.md §7 for each of them.
 *
 * <p>Every value keeps its rules from its making on. Pure: nothing here looks at a file or at a disk, so a path that is
 * valid here may still be one that a machine cannot have ({@link parley.message.platform.PlatformNames}) or that leads
 * through a link there.
 */
@NullMarked
package parley.message.bundle;

import org.jspecify.annotations.NullMarked;
