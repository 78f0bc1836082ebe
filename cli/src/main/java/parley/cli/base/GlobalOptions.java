package parley.cli.base;

import parley.cli.rest.ServerOptions;
import parley.cli.terminal.Shell;

/** What is given before the command, and the shell that the program runs in: implemented by the root command. */
public interface GlobalOptions {

    Shell shell();

    ServerOptions server();
}
