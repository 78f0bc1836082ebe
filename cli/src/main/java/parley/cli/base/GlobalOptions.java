package parley.cli.base;

import parley.cli.rest.ServerOptions;
import parley.cli.terminal.Shell;

/** The options before the command, and the shell of the program: implemented by the root command. */
public interface GlobalOptions {

    Shell shell();

    ServerOptions server();
}
