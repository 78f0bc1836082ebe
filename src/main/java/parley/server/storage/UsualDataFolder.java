package parley.server.storage;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import parley.folders.UnknownFolderException;
import parley.folders.UserFolders;

/** The default of {@code parley.data.dir}: the user's folder for data, which only a look at the environment tells. */
public class UsualDataFolder implements ConfigSource {
    static final String PROPERTY = "parley.data.dir";

    /** Below every other source: whatever names the folder counts more. */
    private static final int LAST = 1;

    private final UserFolders folders;

    /** The one of this process, as the configuration makes it. */
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
     * @throws DataFolderException in words for the operator, if the folder is asked for and there is no place for it
     */
    @Override
    public String getValue(String property) {
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

    /** Nothing: what cannot always be given is given by name only. */
    @Override
    public Map<String, String> getProperties() {
        return Map.of();
    }
}
