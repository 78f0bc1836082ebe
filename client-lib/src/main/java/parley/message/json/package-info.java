/**
 * JSON by the rules of docs/protocol.md §7: reads known members within bounds, writes members, and has the rules of
 * texts, numbers and words.
 *
 * <p>A text that breaks a rule is a {@link parley.message.json.MessageException}; no text takes more memory than
 * {@link parley.message.json.JsonBounds} says. This package does not know the members of messages.
 */
@NullMarked
package parley.message.json;

import org.jspecify.annotations.NullMarked;
