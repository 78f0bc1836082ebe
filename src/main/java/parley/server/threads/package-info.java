/** The threads for what the server does outside of requests. */
@NullMarked
package parley.server.threads;

import org.jspecify.annotations.NullMarked;
