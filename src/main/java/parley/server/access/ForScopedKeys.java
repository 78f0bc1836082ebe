package parley.server.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A REST method that belongs to no single task and that keys for some tasks may call, too: it shows and changes only
 * what these keys are for. Without this such a method is closed to them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ForScopedKeys {}
