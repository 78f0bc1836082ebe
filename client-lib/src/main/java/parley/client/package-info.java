/**
 * The client: brings one machine, or one application, the update that a task has for it.
 *
 * <p>{@link parley.client.UpdateClient} is the one door. It keeps the connection, goes on where it was after any
 * interruption, downloads, and tells the server how the update goes. What the update <em>does</em> is the
 * {@link parley.client.UpdateHandler}'s matter; {@code parley.apply.DirectoryUpdate} is the one for a folder:
 *
 * <pre>{@code
 * public static Outcome update(String tokenText, Path state, Path folder)
 *         throws JoinTokenException, UpdateException, IOException, InterruptedException {
 *     JoinToken token = JoinToken.parse(tokenText);
 *     try (DirectoryUpdate update = DirectoryUpdate.into(folder)
 *                     .check(List.of("test", "-s", "proxy.conf"))
 *                     .confirmation(FolderExample::harmless)
 *                     .build();
 *             UpdateClient client = UpdateClient.builder(token)
 *                     .name("proxy-1")
 *                     .label("role", "proxy")
 *                     .stateFolder(state)
 *                     .handler(update)
 *                     .build()) {
 *         return client.run();
 *     }
 * }
 *
 * private static boolean harmless(Offer offer) {
 *     return offer.changes().stream().map(Change::path).noneMatch(path -> path.endsWith(".key"));
 * }
 * }</pre>
 *
 * <p>An application with a handler of its own, which takes up its settings while it runs, is
 * {@code parley.examples.SettingsExample} among the tests; both examples are compiled and run there.
 *
 * <p>Out of scope: several tasks in one run, and anything that happens to the machine outside the handler.
 */
package parley.client;
