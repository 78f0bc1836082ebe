/**
 * The messages of Parley/1 (docs/protocol.md §7): one record per message, strict decoding, encoding.
 *
 * <p>What comes out of {@link parley.message.Messages#decode} is well formed and within the limits of §7; whether it is
 * right at this moment of the conversation is not looked at here. Nothing here knows of sockets, threads, clocks or
 * files; every type is immutable and can be shared between threads.
 *
 * <p>All records are in this one package, because {@link parley.message.Message} is sealed. What they are made of is in
 * {@code json}, {@code bundle} and {@code platform}, which do not know the messages.
 */
@NullMarked
package parley.message;

import org.jspecify.annotations.NullMarked;
