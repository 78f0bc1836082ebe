/** Carries a plan out, step by step behind a journal, and takes it back or to its end after a crash. */
@NullMarked
package parley.apply.internal.journal;

import org.jspecify.annotations.NullMarked;
