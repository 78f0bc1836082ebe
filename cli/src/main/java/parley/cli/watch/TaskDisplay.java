package parley.cli.watch;

/** Shows a task as it changes. */
interface TaskDisplay {

    void show(Snapshot now);

    /** Shows a remark, such as that the server is away. */
    void note(String text);
}
