/**
 * Parley/1, the wire protocol (docs/protocol.md): bytes in, bytes out. No sockets, threads, clock or JSON in here.
 *
 * <p>Callers need {@link parley.protocol.JoinToken}, {@link parley.protocol.ClientHandshake} or
 * {@link parley.protocol.ServerHandshake}, and the {@link parley.protocol.Session} that comes out of them. Names
 * follow the specification letter for letter, so that text and code can be read side by side. Time-outs, limits on
 * connections, the JSON messages and everything that needs a database belong to the packages above.
 *
 * <p>Byte arrays that go in or come out are copies, unless a method says otherwise. Secrets are kept in types that can
 * be destroyed and that print no secret; internal copies of the JDK and Bouncy Castle are not overwritten.
 */
@NullMarked
package parley.protocol;

import org.jspecify.annotations.NullMarked;
