package parley.server.problems;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Additions to /openapi beyond the annotations: the error answers of every operation, unique ids, and the format of
 * times.
 */
public class OpenApiDescription implements OASFilter {
    private static final String SCHEMA = "Problem";
    private static final Set<String> TIMES = Set.of(
            "at",
            "changed",
            "created",
            "deadline",
            "ended",
            "expires",
            "failingSince",
            "joined",
            "lastAttempt",
            "lastSeen",
            "lastSuccess",
            "lastUsed",
            "nextAttempt",
            "oldSecretUntil",
            "opened",
            "revoked",
            "started",
            "time",
            "waitUntil");

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        if (takesJson(operation.getRequestBody())) { // access.BodyLimit reads it; uploads have limits of their own
            addUnlessSaid(operation, "408", "too_slow: the body was not complete in time");
            addUnlessSaid(
                    operation,
                    "503",
                    "busy: the server already waits for the bodies of as many " + "requests as it may");
        }
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if ((status.startsWith("4") || status.startsWith("5")) && response.getContent() == null) {
                response.setContent(problem());
            }
        });
        operation.getResponses().addAPIResponse("default", anyProblem());
        if (operation.getTags() != null && operation.getOperationId() != null) {
            operation.setOperationId(operation.getTags().get(0) + "-" + operation.getOperationId());
        }
        return operation;
    }

    private static boolean takesJson(RequestBody body) {
        return body != null && body.getContent() != null && body.getContent().hasMediaType(MediaType.APPLICATION_JSON);
    }

    private static void addUnlessSaid(Operation operation, String status, String description) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        if (api.getComponents().getSchemas() != null) {
            api.getComponents().getSchemas().values().forEach(OpenApiDescription::describeTimes);
        }
        api.getComponents().addSchema(SCHEMA, schema());
    }

    /** Payara describes an Instant as an object without members. */
    private static void describeTimes(Schema schema) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                if (TIMES.contains(name)) {
                    property.type(Schema.SchemaType.STRING).format("date-time");
                }
            });
        }
    }

    private static APIResponse anyProblem() {
        return OASFactory.createAPIResponse()
                .description("An error: what happened, why, and what to do next (RFC 9457).")
                .content(problem());
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/" + SCHEMA)));
    }

    private static Schema schema() {
        return object("What went wrong, for people and for programs.")
                .addProperty("type", text("urn:parley:problem: and the code"))
                .addProperty("title", text("What happened"))
                .addProperty("status", OASFactory.createSchema().type(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("Why, in this case"))
                .addProperty("hint", text("What to do next"))
                .addProperty("code", text("Stable, lower_snake: what programs compare"))
                .addProperty(
                        "clients",
                        OASFactory.createSchema()
                                .type(Schema.SchemaType.INTEGER)
                                .description("With newer_bundle: how many clients have one"))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().type(Schema.SchemaType.OBJECT).description(description);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().type(Schema.SchemaType.STRING).description(description);
    }
}
