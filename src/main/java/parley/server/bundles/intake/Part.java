package parley.server.bundles.intake;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.ParameterParser;
import parley.server.bundles.store.UploadRefused;

/**
 * The head of one part of a multipart body (RFC 7578 §4).
 *
 * @param field the form field's name
 * @param fileName present if the part is a file
 * @param extendedName whether the file name is written as in RFC 8187, which can encode every name
 * @param mode the {@code Parley-Mode} header
 */
record Part(String field, Optional<String> fileName, boolean extendedName, Optional<String> mode) {

    static Part of(String headers) throws UploadRefused {
        Map<String, String> byName = new HashMap<>();
        for (String line : headers.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                byName.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        String head = byName.getOrDefault("content-disposition", "");
        Map<String, String> disposition = parser.parse(head, ';');
        String field = disposition.get("name");
        if (field == null || !disposition.containsKey("form-data")) {
            throw UploadRefused.invalid(
                    "A part of the upload has no “Content-Disposition: form-data; name=…”.",
                    "Upload multipart/form-data as in RFC 7578, for example with curl -F.");
        }
        return new Part(
                field,
                Optional.ofNullable(disposition.get("filename")),
                head.toLowerCase(Locale.ROOT).contains("filename*="),
                Optional.ofNullable(byName.get("parley-mode")));
    }
}
