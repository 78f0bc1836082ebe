/**
 * The client: brings one machine, or one application, the update that a task has for it.
 *
 * <p>{@link parley.client.UpdateClient} is the one door. It keeps the connection, goes on where it was after any
 * interruption, downloads and verifies, and tells the server how the update goes. What the update <em>does</em> is the
 * {@link parley.client.UpdateHandler}'s matter.
 */
package parley.client;
