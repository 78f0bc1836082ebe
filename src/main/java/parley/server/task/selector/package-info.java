/**
 * Label selectors, in the syntax and with the meaning of Kubernetes. Pure: texts and labels in, yes or no out. Ordering
 * ({@code >}, {@code <}) is not part of them.
 */
package parley.server.task.selector;
