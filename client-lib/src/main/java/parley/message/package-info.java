/**
 * The messages of Parley/1 (docs/protocol.md §7): one record per message, strict decoding, encoding.
 *
 * <p>A message from {@link parley.message.Messages#decode} is well formed and within the limits of §7; whether it is
 * right in the present state is not checked here. Nothing here knows sockets, threads, clocks or files; every type is
 * immutable and can be shared between threads.
 *
 * <p>All records are in this one package, because {@link parley.message.Message} is sealed. Their parts are in
 * {@code json}, {@code bundle} and {@code platform}, which do not know the messages.
 */
@NullMarked
package parley.message;

import org.jspecify.annotations.NullMarked;
