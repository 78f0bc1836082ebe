package parley.cli.base;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the manifest of the jar; {@code dev} when the classes do not come from a jar. */
public final class Version implements IVersionProvider {

    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"parley " + text()};
    }
}
