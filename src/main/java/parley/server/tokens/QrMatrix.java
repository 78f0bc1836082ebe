package parley.server.tokens;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** QR codes (ISO/IEC 18004) as rows of 0 and 1, so that no address contains the secret. */
final class QrMatrix {

    private QrMatrix() {}

    /**
     *  @throws io.nayuki.qrcodegen.DataTooLongException if the text has more than some 2 300 bytes, which no token has
     */
    static List<String> of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        return IntStream.range(0, code.size)
                .mapToObj(y -> IntStream.range(0, code.size)
                        .mapToObj(x -> code.getModule(x, y) ? "1" : "0")
                        .collect(Collectors.joining()))
                .toList();
    }
}
