/**
 * Label selectors, in the syntax and with the meaning of Kubernetes. Pure: texts and labels in, true or false out.
 * Ordering ({@code >}, {@code <}) is not supported.
 */
@NullMarked
package parley.server.task.selector;

import org.jspecify.annotations.NullMarked;
