package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A small multipart/form-data body. */
public final class MultipartBody {

    static final String BOUNDARY = "a-boundary-that-nothing-else-contains";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public MultipartBody field(String name, String value) {
        body.writeBytes(head("name=\"" + name + "\"", "").getBytes(UTF_8));
        body.writeBytes((value + "\r\n").getBytes(UTF_8));
        return this;
    }

    public MultipartBody file(String path, String content) {
        return part("name=\"file\"; filename=\"" + path + "\"", "", content.getBytes(UTF_8));
    }

    public MultipartBody file(String path, String mode, String content) {
        return part(
                "name=\"file\"; filename=\"" + path + "\"", "Parley-Mode: " + mode + "\r\n", content.getBytes(UTF_8));
    }

    MultipartBody archive(String fileName, byte[] content) {
        return part("name=\"archive\"; filename=\"" + fileName + "\"", "", content);
    }

    private MultipartBody part(String disposition, String header, byte[] content) {
        body.writeBytes(head(disposition, header).getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(UTF_8));
        return this;
    }

    /** What stands before the content of a part. */
    static String head(String disposition, String header) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + header + "\r\n";
    }

    static String end() {
        return "--" + BOUNDARY + "--\r\n";
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(end().getBytes(UTF_8));
        return whole.toByteArray();
    }
}
