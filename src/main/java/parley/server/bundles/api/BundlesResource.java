package parley.server.bundles.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.message.bundle.FileEntry;
import parley.server.access.Caller;
import parley.server.access.ForScopedKeys;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.bundles.BundleDeletions;
import parley.server.bundles.BundleRecord;
import parley.server.bundles.BundleUploads;
import parley.server.bundles.BundleUse;
import parley.server.bundles.BundleUsers;
import parley.server.bundles.Bundles;
import parley.server.bundles.store.BlobStore;
import parley.server.problems.Problem;

/** {@code /api/v1/bundles}. */
@Path("bundles")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "bundles", description = "Immutable sets of files, named by their digest.")
public class BundlesResource {

    private static final int MAX_PAGE = 500;
    private static final int MAX_USES = 100;

    /**
     * A task that needs a bundle.
     *
     * @param why draft, running, clients_have_it or undo
     * @param clients how many of its clients that is about
     */
    public record Use(String task, String name, String state, String why, long clients) {}

    /** @param more whether there are more than those listed */
    public record Uses(List<Use> uses, boolean more) {}

    @Inject
    Bundles bundles;

    @Inject
    BundleUploads uploads;

    @Inject
    BundleDeletions deletions;

    @Inject
    BundleUsers users;

    @Inject
    BlobStore store;

    @Inject
    Caller caller;

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RequiresRole(Role.OPERATOR)
    @ForScopedKeys
    @Operation(
            summary = "Upload a bundle",
            description = "Optional fields name, version and emptyFolders (keep or drop, the default); then parts "
                    + "“file” (the file "
                    + "name is the path in the bundle, the part header Parley-Mode its mode, 0644 if "
                    + "missing, link for a "
                    + "symbolic link with its target as content, dir for an empty folder), or one part "
                    + "“archive” (zip or "
                    + "tar.gz). The answer has warnings about files that may not be intended. The same "
                    + "files are the same bundle: then the answer is 200 with the existing bundle.")
    @APIResponse(
            responseCode = "201",
            description = "Added.",
            content = @Content(schema = @Schema(implementation = BundleJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "Known before.",
            content = @Content(schema = @Schema(implementation = BundleJson.class)))
    @APIResponse(responseCode = "400", description = "upload_incomplete, invalid")
    @APIResponse(responseCode = "413", description = "too_large")
    @APIResponse(
            responseCode = "415",
            description = "unsupported_media_type: neither zip nor tar.gz; the detail says what it is")
    @APIResponse(responseCode = "422", description = "bad_path: the detail names the path")
    @APIResponse(responseCode = "429", description = "too_many_requests: uploads at the same time")
    @APIResponse(responseCode = "507", description = "no_space")
    public Response upload(@HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) throws IOException {
        String boundary = type.getParameters().get("boundary");
        if (boundary == null) {
            throw Problem.invalid("The content type has no boundary.", "Send multipart/form-data; boundary=….");
        }
        BundleUploads.Received received = uploads.receive(body, boundary, caller.name());
        BundleJson json = BundleJson.of(received.added().bundle(), received.warnings());
        return received.added().isNew()
                ? Response.created(URI.create("bundles/" + json.sha256()))
                        .entity(json)
                        .build()
                : Response.ok(json).build();
    }

    @GET
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "List bundles, the newest first")
    public BundleJson.Page list(
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("100") int limit,
            @Parameter(description = "“next” of the page before") @QueryParam("cursor") Optional<String> cursor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw Problem.invalid("limit is not 1 to " + MAX_PAGE + ".", "Use a smaller page.");
        }
        List<BundleRecord> page =
                bundles.page(limit + 1, cursor.map(BundlesResource::sequence).orElse(Long.MAX_VALUE));
        List<BundleRecord> shown = page.subList(0, Math.min(limit, page.size()));
        Optional<String> next = page.size() > limit
                ? Optional.of(Long.toString(shown.get(limit - 1).sequence()))
                : Optional.empty();
        return new BundleJson.Page(shown.stream().map(BundleJson::of).toList(), next);
    }

    @GET
    @Path("{sha256}")
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "One bundle with its files")
    @APIResponse(
            responseCode = "200",
            description = "The bundle.",
            content = @Content(schema = @Schema(implementation = BundleJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_bundle")
    public BundleJson show(@PathParam("sha256") String sha256) {
        BundleRecord bundle = bundles.get(sha256);
        return BundleJson.of(bundle, bundles.files(bundle.sha256()), bundles.links(bundle.sha256()));
    }

    @DELETE
    @Path("{sha256}")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Delete a bundle that nothing needs",
            description = "Its files are removed from the disk within two hours, except what other bundles contain. "
                    + "Tasks that have ended still say what they rolled out.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "404", description = "unknown_bundle")
    @APIResponse(
            responseCode = "409",
            description = "bundle_in_use: the detail says by which tasks, uses by how many: those that have not ended, "
                    + "those whose clients still have it, and those whose undo would bring it back")
    public void delete(@PathParam("sha256") String sha256) {
        deletions.delete(sha256, caller.name());
    }

    @GET
    @Path("{sha256}/uses")
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "What needs a bundle", description = "While anything does, it cannot be deleted.")
    @APIResponse(
            responseCode = "200",
            description = "The tasks, at most " + MAX_USES + ".",
            content = @Content(schema = @Schema(implementation = Uses.class)))
    @APIResponse(responseCode = "404", description = "unknown_bundle")
    public Uses uses(@PathParam("sha256") String sha256) {
        List<BundleUse> all = users.of(bundles.get(sha256).sha256());
        return new Uses(
                all.stream()
                        .limit(MAX_USES)
                        .map(use -> new Use(
                                use.task(), use.name(), use.state(), use.why().word(), use.clients()))
                        .toList(),
                all.size() > MAX_USES);
    }

    @GET
    @Path("{sha256}/files/{path: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "The content of one file; of a link its target")
    @APIResponse(responseCode = "200", description = "The bytes.")
    @APIResponse(responseCode = "404", description = "unknown_bundle, not_found")
    public Response download(@PathParam("sha256") String sha256, @PathParam("path") String path) throws IOException {
        FileEntry file = bundles.file(bundles.get(sha256).sha256(), path)
                .orElseThrow(() -> new Problem(
                        404,
                        "not_found",
                        "There is nothing here",
                        "The bundle has no file “" + path + "”.",
                        "Choose one of the files of this bundle."));
        InputStream content = store.open(file.sha256(), 0);
        StreamingOutput stream = out -> {
            try (content) {
                content.transferTo(out);
            }
        };
        return Response.ok(stream)
                .header(HttpHeaders.CONTENT_LENGTH, file.size())
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(path))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .tag(file.sha256().hex())
                .build();
    }

    private static long sequence(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Problem.invalid("The cursor is not one that this server made.", "Leave it out to begin again.");
        }
    }

    /** RFC 6266: the browser saves it under its own name and never shows it. */
    private static String attachment(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return "attachment; filename*=UTF-8''"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
