package parley.server.storage;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import parley.folders.UnknownFolderException;
import parley.folders.UserFolders;

/** The default of {@code parley.data.dir}: the user's folder for data, computed from the environment. */
public class UsualDataFolder implements ConfigSource {
    static final String PROPERTY = "parley.data.dir";

    /** Below every other source: any other setting of the folder takes precedence. */
    private static final int LAST = 1;

    private final UserFolders folders;

    /** The source of this process; the configuration creates it. */
    public UsualDataFolder() {
        this(UserFolders.ofThisProcess());
    }

    UsualDataFolder(UserFolders folders) {
        this.folders = folders;
    }

    @Override
    public int getOrdinal() {
        return LAST;
    }

    @Override
    public String getName() {
        return "the user's folder for data";
    }

    /**
     * @throws DataFolderException with a text for the operator, if the folder is needed and there is no place for it
     */
    @Override
    public @Nullable String getValue(String property) {
        if (!property.equals(PROPERTY)) {
            return null;
        }
        try {
            return folders.serverData().toString();
        } catch (UnknownFolderException e) {
            throw new DataFolderException(
                    e.what() + " " + e.why() + " Name a folder that this user may write to: parley.data.dir"
                            + " (PARLEY_DATA_DIR), or " + e.variable() + ".",
                    e);
        }
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(PROPERTY);
    }

    /** Empty: a value that may be missing is available by name only. */
    @Override
    public Map<String, String> getProperties() {
        return Map.of();
    }
}
