package parley.server.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;

class RequestedTaskTest {

    private static final List<PolicyField<?>> ALL = PolicyFields.ALL;

    @ParameterizedTest
    @FieldSource("ALL")
    void openApiNamesEveryFieldOfThePolicy(PolicyField<?> field) throws NoSuchFieldException {
        Schema schema = RequestedTask.class.getDeclaredField("policy").getAnnotation(Schema.class);

        assertThat(schema.description()).containsPattern("\\b" + field.name() + "\\b");
    }
}
