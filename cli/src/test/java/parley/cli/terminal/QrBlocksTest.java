package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QrBlocksTest {

    @Test
    void twoRowsOfModulesShareALine() {
        QrBlocks code = new QrBlocks("parley1_");
        List<String> lines = code.lines(new Style(false));
        assertThat(code.width()).isEqualTo(21 + 8);
        assertThat(lines).hasSize(15).allSatisfy(line -> assertThat(line).hasSize(29));
    }

    @Test
    void theQuietZoneIsLightAndTheFinderPatternsAreInTheirCorners() {
        List<String> lines = new QrBlocks("parley1_").lines(new Style(false));
        assertThat(lines.get(0)).isEqualTo("█".repeat(29));
        assertThat(lines.get(2)).startsWith("████ ▄▄▄▄▄ █").endsWith("█ ▄▄▄▄▄ ████");
        assertThat(lines.get(3)).startsWith("████ █   █ █").endsWith("█ █   █ ████");
    }

    @Test
    void withColoursTheGroundIsDarkWhateverTheTerminalHas() {
        assertThat(new QrBlocks("parley1_").lines(new Style(true)).get(0))
                .startsWith("\u001b[97;40m")
                .endsWith("\u001b[0m");
    }
}
