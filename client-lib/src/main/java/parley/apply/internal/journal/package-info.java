/** Carries a plan out, step by step behind a journal, and takes it back or to its end after a crash. */
package parley.apply.internal.journal;
