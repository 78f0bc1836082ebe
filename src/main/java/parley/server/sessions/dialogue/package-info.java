/**
 * The dialogue of a session after the welcome: messages in, durable changes, answers and files out. Knows no socket;
 * it sends through {@link parley.server.sessions.dialogue.DialogueSession}.
 */
@NullMarked
package parley.server.sessions.dialogue;

import org.jspecify.annotations.NullMarked;
