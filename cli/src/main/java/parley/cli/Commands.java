package parley.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.cli.audit.AuditCommand;
import parley.cli.bundle.BundleCommand;
import parley.cli.client.ClientCommand;
import parley.cli.doctor.DoctorCommand;
import parley.cli.join.JoinCommand;
import parley.cli.key.KeyCommand;
import parley.cli.login.LoginCommand;
import parley.cli.login.LogoutCommand;
import parley.cli.machine.LeaveCommand;
import parley.cli.machine.RestoreCommand;
import parley.cli.machine.StatusCommand;
import parley.cli.server.BackupCommand;
import parley.cli.server.DemoCommand;
import parley.cli.server.RestoreServerCommand;
import parley.cli.server.ServeCommand;
import parley.cli.server.SignInLinkCommand;
import parley.cli.task.TaskCommand;
import parley.cli.token.TokenCommand;
import parley.cli.webhook.WebhookCommand;
import picocli.AutoComplete.GenerateCompletion;

/**
 * The commands of the first level, in the order of the help. Building the model of all of them takes longer than most
 * of them run, so only those that a command line can mean are built.
 */
final class Commands {

    /** Commands that show the others. */
    private static final Set<Class<?>> LOOK_AT_ALL = Set.of(Help.class, GenerateCompletion.class);

    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        add("demo", DemoCommand.class);
        add("serve", ServeCommand.class);
        add("join", JoinCommand.class);
        add("status", StatusCommand.class);
        add("restore", RestoreCommand.class);
        add("leave", LeaveCommand.class);
        add("task", TaskCommand.class);
        add("bundle", BundleCommand.class);
        add("client", ClientCommand.class);
        add("token", TokenCommand.class);
        add("key", KeyCommand.class);
        add("webhook", WebhookCommand.class);
        add("audit", AuditCommand.class);
        add("login", LoginCommand.class);
        add("logout", LogoutCommand.class);
        add("sign-in-link", SignInLinkCommand.class);
        add("backup", BackupCommand.class);
        add("restore-server", RestoreServerCommand.class);
        add("doctor", DoctorCommand.class);
        add("help", Help.class);
        add("generate-completion", GenerateCompletion.class);
    }

    private Commands() {}

    private static void add(String name, Class<?> command) {
        ALL.put(name, command);
    }

    static Map<String, Class<?>> all() {
        return Map.copyOf(ALL);
    }

    /** Those that this command line can mean. */
    static Collection<Class<?>> of(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (first.equals("--version") || first.equals("-V")) {
            return List.of();
        }
        Class<?> named = ALL.get(first);
        return named == null || LOOK_AT_ALL.contains(named) ? ALL.values() : List.of(named);
    }
}
