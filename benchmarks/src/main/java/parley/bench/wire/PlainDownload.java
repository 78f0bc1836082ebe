package parley.bench.wire;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** Answers with as many bytes as are asked for. Runs in Payara, in the WAR that {@link PlainWar} makes. */
@WebServlet("/download")
public class PlainDownload extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final int PIECE = 64 * 1024;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long bytes = Long.parseLong(request.getParameter("bytes"));
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(bytes);
        byte[] content = new byte[PIECE];
        OutputStream out = response.getOutputStream();
        for (long left = bytes; left > 0; left -= PIECE) {
            out.write(content, 0, (int) Math.min(left, PIECE));
        }
    }
}
