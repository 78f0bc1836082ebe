package parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of metrics, the alert rules and the dashboard name the metrics that the server has. */
class MonitoringTest {

    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    private static final Pattern IN_SOURCE = Pattern.compile("\"(parley_[a-z_]+)\"");
    private static final String COOKIE = "parley_session";
    private static final Pattern ANYWHERE = Pattern.compile("\\b(parley_[a-z_]+)\\b");

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    private static Set<String> inSource() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                names.addAll(names(IN_SOURCE, Files.readString(file)));
            }
        }
        assertThat(names.remove(COOKIE)).isTrue();
        return names;
    }

    @Test
    void theListHasEveryMetricOfTheServer() throws IOException {
        String operations = Files.readString(ROOT.resolve("docs/operations.md"));

        assertThat(names(Pattern.compile("`(parley_[a-z_]+)`"), operations)).isEqualTo(inSource());
    }

    @Test
    void theAlertRulesAndTheDashboardAskForNoOtherMetric() throws IOException {
        for (String file : List.of("alerts.yml", "alerts-test.yml", "dashboard.json")) {
            Set<String> used = names(ANYWHERE, Files.readString(ROOT.resolve("docs/monitoring/" + file)));

            assertThat(used).as(file).isNotEmpty();
            assertThat(inSource()).as(file).containsAll(used);
        }
    }

    @Test
    void noPanelOfTheDashboardCoversAnother() throws IOException {
        Set<String> places = new TreeSet<>();
        int cells = 0;
        try (JsonReader reader =
                Json.createReader(Files.newBufferedReader(ROOT.resolve("docs/monitoring/dashboard.json")))) {
            for (JsonObject panel : reader.readObject().getJsonArray("panels").getValuesAs(JsonObject.class)) {
                JsonObject place = panel.getJsonObject("gridPos");
                for (int x = place.getInt("x"); x < place.getInt("x") + place.getInt("w"); x++) {
                    for (int y = place.getInt("y"); y < place.getInt("y") + place.getInt("h"); y++) {
                        assertThat(x).isLessThan(24);
                        places.add(x + "/" + y);
                        cells++;
                    }
                }
            }
        }

        assertThat(places).hasSize(cells);
    }
}
