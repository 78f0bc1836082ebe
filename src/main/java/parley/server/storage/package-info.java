/**
 * The data folder, the data source and its schema: what everything else stands on.
 *
 * <p>Promises that the folder belongs to one running server, that only its owner can read it, and that the schema is
 * migrated before any other component starts ({@code @DependsOn("Storage")}). Knows nothing of what is stored.
 */
package parley.server.storage;
