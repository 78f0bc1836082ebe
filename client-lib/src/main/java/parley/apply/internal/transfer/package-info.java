/** Stores the downloads, resumes interrupted ones, and makes the bundle's links. */
@NullMarked
package parley.apply.internal.transfer;

import org.jspecify.annotations.NullMarked;
