package parley.server.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsCsvTest {

    private static final Instant AT = Instant.parse("2026-11-23T02:00:00Z");

    @Test
    void textsWithQuotesCommasAndLinesAreQuotedAndFormulasAreTexts() throws Exception {
        StringBuilder out = new StringBuilder();
        ClientsCsv csv = new ClientsCsv(out);

        csv.add(client("web-1", Map.of("role", "web", "a", "b"), "said \"no\",\nthen =1+1"));
        csv.add(client("web-2", Map.of(), "=HYPERLINK(\"http://evil\")"));

        assertThat(out)
                .hasToString("name,clientId,labels,state,attempt,reason,detail,connected,joined,changed,lastSeen,wave,"
                        + "bundle,platform,agent\r\n"
                        + "web-1,c1,\"a=b,role=web\",failed,2,check_failed,\"said \"\"no\"\",\nthen =1+1\",true,"
                        + "2026-11-23T02:00:00Z,2026-11-23T02:00:00Z,2026-11-23T02:00:00Z,3,,linux x86,cli 1\r\n"
                        + "web-2,c1,,failed,2,check_failed,\"'=HYPERLINK(\"\"http://evil\"\")\",true,"
                        + "2026-11-23T02:00:00Z,2026-11-23T02:00:00Z,2026-11-23T02:00:00Z,3,,linux x86,cli 1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void whatASpreadsheetCouldComputeGetsAnApostrophe(String formula) {
        assertThat(ClientsCsv.safe(formula)).isEqualTo("'" + formula);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web-1", "1=1", "'=1"})
    void otherTextsStayAsTheyAre(String text) {
        assertThat(ClientsCsv.safe(text)).isEqualTo(text);
    }

    private static ClientJson client(String name, Map<String, String> labels, String detail) {
        return new ClientJson(
                name,
                "c1",
                labels,
                "failed",
                2,
                5,
                true,
                AT,
                AT,
                AT,
                Optional.of("check_failed"),
                Optional.of(detail),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(3),
                Optional.empty(),
                new ClientJson.Agent("cli", "1"),
                new ClientJson.Platform("linux", "x86", "17"),
                List.of(),
                "t",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
