package parley.server.bundles.store;

/**
 * The limits of one upload. Together they bound the memory for reading an upload; contents go to the disk as they
 * arrive.
 *
 * @param files files in a bundle, including links
 * @param fileBytes bytes of one file
 * @param bundleBytes bytes of all files of a bundle, a file that appears twice counted twice
 * @param pathBytes bytes of all paths of a bundle in UTF-8: of files, of links and their targets, and of each folder's
 *     own name
 * @param ratio inflated bytes for each byte of an archive (after the first 16 MiB, which may inflate freely)
 */
public record BundleLimits(int files, long fileBytes, long bundleBytes, int pathBytes, int ratio) {

    /** Folders above a file. */
    public static final int DEPTH = 64;

    private static final int ENTRIES_PER_FILE = 3;
    private static final int ZIP_DIRECTORY_BYTES_PER_ENTRY = 128;

    /**
     * Files, links and folders in all. A folder that only the path of a file names counts too, and one that an archive
     * lists again counts again.
     */
    public int entries() {
        return Math.multiplyExact(files, ENTRIES_PER_FILE);
    }

    /** The directory of a zip, which is kept while it is read: the paths, and an ordinary head for each. */
    public int zipDirectoryBytes() {
        return pathBytes + Math.multiplyExact(entries(), ZIP_DIRECTORY_BYTES_PER_ENTRY);
    }
}
