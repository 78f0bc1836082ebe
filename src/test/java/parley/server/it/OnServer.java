package parley.server.it;

/** A story happens on a running server. */
interface OnServer {

    RunningServer server();
}
