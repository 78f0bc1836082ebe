/**
 * Label selectors, in the syntax and with the meaning of Kubernetes. Pure: texts and labels in, yes or no out. Ordering
 * ({@code >}, {@code <}) is not part of them.
 */
@NullMarked
package parley.server.task.selector;

import org.jspecify.annotations.NullMarked;
