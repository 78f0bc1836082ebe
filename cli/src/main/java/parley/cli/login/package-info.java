/**
 * {@code parley login} and {@code parley logout}: which server this user's commands talk to.
 */
@NullMarked
package parley.cli.login;

import org.jspecify.annotations.NullMarked;
