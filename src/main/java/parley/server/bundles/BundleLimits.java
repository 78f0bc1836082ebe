package parley.server.bundles;

/**
 * What one upload may contain.
 *
 * @param files files in a bundle
 * @param fileBytes bytes of one file
 * @param bundleBytes bytes of all files of a bundle, a file that appears twice counted twice
 * @param ratio inflated bytes for each byte of an archive (after the first 16 MiB, which may inflate freely)
 */
public record BundleLimits(int files, long fileBytes, long bundleBytes, int ratio) {}
