package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.problems.Problem;
import parley.server.task.model.Client;
import parley.server.task.model.Task;
import parley.server.task.query.ClientQueries;
import parley.server.task.service.Tasks;

/** {@code /api/v1/tasks/{id}/export}: all clients of a task as a stream, which takes the memory of one page. */
@Path("tasks/{id}/export")
@RequestScoped
@Tag(name = "clients")
public class TaskExportResource {

    private static final String JSON_LINES = "application/jsonl";
    private static final String CSV = "text/csv";
    private static final MediaType CSV_TYPE = MediaType.valueOf(CSV);
    private static final int PAGE = 500;
    private static final Jsonb JSON = JsonbBuilder.create();

    /** Writes one client. */
    private interface Row {
        void write(ClientJson client) throws IOException;
    }

    @Inject
    Tasks tasks;

    @Inject
    ClientQueries clients;

    @Inject
    Clock clock;

    @Context
    HttpHeaders headers;

    @GET
    @Produces({JSON_LINES, CSV})
    @RequiresRole(Role.VIEWER)
    @Operation(
            summary = "All clients of a task, by name, as JSON Lines or CSV",
            description = "In CSV (RFC 4180, with a header) a text that begins with = + - @, a tab or a carriage "
                    + "return gets an apostrophe in front, so that no spreadsheet takes it for a formula.")
    @APIResponse(responseCode = "200", description = "A line for each client.")
    @APIResponse(responseCode = "400", description = "invalid: format")
    @APIResponse(responseCode = "404", description = "unknown_task")
    public Response export(
            @PathParam("id") String id,
            @Parameter(description = "jsonl or csv; when absent as Accept says, jsonl first") @QueryParam("format")
                    Optional<String> format) {
        Task task = tasks.get(id);
        boolean csv = isCsv(format);
        StreamingOutput stream = out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            each(
                    task,
                    csv
                            ? new ClientsCsv(text)::add
                            : client -> text.append(JSON.toJson(client)).append('\n'));
            text.flush();
        };
        String name = "parley-" + task.id() + (csv ? ".csv" : ".jsonl");
        return Response.ok(stream, csv ? CSV + "; charset=utf-8; header=present" : JSON_LINES)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }

    private boolean isCsv(Optional<String> format) {
        if (format.isEmpty()) {
            return headers.getAcceptableMediaTypes().get(0).isCompatible(CSV_TYPE)
                    && !headers.getAcceptableMediaTypes().get(0).isWildcardType();
        }
        return switch (format.get()) {
            case "csv" -> true;
            case "jsonl" -> false;
            default ->
                throw Problem.invalid("There is no such format of an export.", "Use format=jsonl or format=csv.");
        };
    }

    private void each(Task task, Row row) throws IOException {
        Optional<String> after = Optional.empty();
        List<Client> page;
        do {
            page = clients.list(task.id(), Optional.empty(), Filters.search(""), after, PAGE);
            for (Client client : page) {
                row.write(ClientJson.of(client, task.barrier(client, clock.instant())));
                after = Optional.of(client.name());
            }
        } while (page.size() == PAGE);
    }
}
