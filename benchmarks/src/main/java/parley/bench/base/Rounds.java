package parley.bench.base;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured in interleaved rounds: each round has one value of each thing, so that what the machine does
 * meanwhile meets all of them alike. Ratios are formed within a round.
 */
public final class Rounds {

    /** The median of some rounds, and between what they lie. */
    public record Spread(double median, double least, double most) {

        static Spread of(List<Double> values) {
            double[] all =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int middle = all.length / 2;
            double median = all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
            return new Spread(median, all[0], all[all.length - 1]);
        }

        /** The least and the most, as they stand in a table. */
        public String range() {
            return Figures.rounded(least) + "–" + Figures.rounded(most);
        }
    }

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    public void add(String thing, double value) {
        values.computeIfAbsent(thing, each -> new ArrayList<>()).add(value);
    }

    public Spread spread(String thing) {
        return Spread.of(all(thing));
    }

    /** How many times the second the first is, by rounds. */
    public Spread ratio(String thing, String base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < all(thing).size(); i++) {
            ratios.add(all(thing).get(i) / all(base).get(i));
        }
        return Spread.of(ratios);
    }

    private List<Double> all(String thing) {
        List<Double> found = values.get(thing);
        if (found == null) {
            throw new IllegalArgumentException("nothing was measured for " + thing);
        }
        return found;
    }

    /** A table with a row for each thing: median, spread, and the ratio to the base. */
    public void show(BenchReport report, String title, String unit, String base) {
        BenchTable table = report.table(title, unit, "spread", "× " + base, "spread of the ratio");
        for (String thing : values.keySet()) {
            Spread spread = spread(thing);
            Spread ratio = ratio(thing, base);
            table.row(thing, spread.median(), spread.range(), ratio.median(), ratio.range());
        }
    }
}
