package parley.message.policy;

import java.util.Objects;

/** A value that a field of a policy cannot have. */
public final class PolicyFieldException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * @param field the member of the policy, or of an object in it: {@code window.zone}
     * @param what what is wrong with its value, as the rest of a sentence that begins with the field
     */
    public PolicyFieldException(String field, String what) {
        super(field + " " + what);
        this.field = field;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public String field() {
        return field;
    }
}
