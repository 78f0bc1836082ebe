package parley.cli.terminal;

import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A QR code (ISO/IEC 18004) drawn with half blocks, two modules to a character, light modules in the colour of the
 * text: made for light text on a dark background, which is set if colours may be used. The quiet zone is four modules,
 * as the standard asks.
 */
public final class QrBlocks {

    private static final int QUIET = 4;

    private final QrCode code;

    public QrBlocks(String text) {
        code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    }

    /** Columns that the drawing takes. */
    public int width() {
        return code.size + 2 * QUIET;
    }

    public List<String> lines(Style style) {
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                line.append(block(light(x, y), light(x, y + 1)));
            }
            lines.add(style.colour() ? "\u001b[97;40m" + line + "\u001b[0m" : line.toString());
        }
        return lines;
    }

    private boolean light(int x, int y) {
        return y < code.size + QUIET && !code.getModule(x, y);
    }

    private static char block(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }
}
