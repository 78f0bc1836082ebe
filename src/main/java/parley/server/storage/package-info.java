/**
 * The data folder, the data source and its schema, which everything else uses.
 *
 * <p>Promises that the folder belongs to one running server, that only its owner can read it, and that the schema is
 * migrated before any other component starts ({@code @DependsOn("Storage")}). Does not know what is stored.
 */
@NullMarked
package parley.server.storage;

import org.jspecify.annotations.NullMarked;
