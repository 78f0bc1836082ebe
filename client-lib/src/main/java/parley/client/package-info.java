/**
 * The client: gets the update that a task has for one machine or application.
 *
 * <p>{@link parley.client.UpdateClient} is the entry point. It keeps the connection, resumes after any interruption,
 * downloads, and reports to the server. A {@link parley.client.UpdateHandler} decides what the update <em>does</em>;
 * {@code parley.apply.DirectoryUpdate} is the handler for a folder:
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
 * <p>{@code parley.examples.SettingsExample} among the tests is an application with its own handler, which reloads its
 * settings while it runs; both examples are compiled and run there.
 *
 * <p>Out of scope: several tasks in one run, and anything that happens to the machine outside the handler.
 */
@NullMarked
package parley.client;

import org.jspecify.annotations.NullMarked;
