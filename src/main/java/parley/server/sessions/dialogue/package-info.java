/**
 * What is said in a session after the welcome: messages in, what follows from them durably, answers and files out.
 * Knows no socket; it speaks through {@link parley.server.sessions.dialogue.DialogueSession}.
 */
@NullMarked
package parley.server.sessions.dialogue;

import org.jspecify.annotations.NullMarked;
