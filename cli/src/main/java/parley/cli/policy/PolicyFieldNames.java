package parley.cli.policy;

import java.util.Iterator;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;

/** The names of a policy's fields, for the completion of options. */
public final class PolicyFieldNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return PolicyFields.ALL.stream().map(PolicyField::name).iterator();
    }
}
