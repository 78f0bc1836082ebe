/** Carries out a plan step by step with a journal, and rolls it back or finishes it after a crash. */
@NullMarked
package parley.apply.internal.journal;

import org.jspecify.annotations.NullMarked;
