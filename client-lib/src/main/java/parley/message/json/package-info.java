/**
 * JSON by the rules of docs/protocol.md §7: reading of known members within bounds, writing of members, and what a
 * text, a number and a word may be.
 *
 * <p>A text that breaks a rule is a {@link parley.message.json.MessageException}; no text, however it is made, takes
 * more
 * memory than {@link parley.message.json.JsonBounds} says. Which members a message has is not known here.
 */
@NullMarked
package parley.message.json;

import org.jspecify.annotations.NullMarked;
