package parley.server.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parley.server.problems.Problem;
import parley.server.problems.ProblemPage;

/** Answers with the document of the page, and with its files under their hash. */
final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient PageFiles page;

    PageServlet(PageFiles page) {
        this.page = page;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getServletPath().equals(PageFiles.PREFIX)) {
            send(page.document(), request, response);
            return;
        }
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        int slash = path.indexOf('/', 1);
        String hash = slash < 0 ? path.substring(1) : path.substring(1, slash);
        if (!hash.equals(page.hash())) {
            ProblemPage.write(otherVersion(), response);
            return;
        }
        @Nullable PageFile file = slash < 0 ? null : page.file(path.substring(slash + 1));
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            send(file, request, response);
        }
    }

    private static void send(PageFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", file.cacheControl());
        response.setHeader("ETag", file.etag());
        response.setHeader("Vary", "Accept-Encoding");
        if (RequestHeaders.has(request.getHeader("If-None-Match"), file.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean gzip = RequestHeaders.takesGzip(request.getHeader("Accept-Encoding"));
        byte[] content = gzip ? file.gzipped() : file.plain();
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(file.mediaType());
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    private static Problem otherVersion() {
        return new Problem(
                404,
                "other_page_version",
                "This file is of another version of the page",
                "The server has been updated since the page was loaded, and has only the files of its own version.",
                "Load the page again.");
    }
}
