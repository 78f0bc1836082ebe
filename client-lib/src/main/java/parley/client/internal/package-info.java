/** The implementation of a client. Nothing here or below is for applications; all of it may change with any version. */
@NullMarked
package parley.client.internal;

import org.jspecify.annotations.NullMarked;
