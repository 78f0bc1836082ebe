package parley.cli.server;

import parley.cli.terminal.Shell;

/** One line on the terminal about the running work, removed at its end. Without a terminal nothing is written. */
final class StatusLine {

    private final Shell shell;
    private boolean shown;

    StatusLine(Shell shell) {
        this.shell = shell;
    }

    synchronized void show(String text) {
        if (shell.terminal().errIsTerminal()) {
            shell.err().print("\r\u001b[K" + text);
            shell.err().flush();
            shown = true;
        }
    }

    synchronized void clear() {
        if (shown) {
            shell.err().print("\r\u001b[K");
            shell.err().flush();
            shown = false;
        }
    }
}
