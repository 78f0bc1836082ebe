package parley.server.negotiation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A table as text: a head of columns, then one line a row, cells between bars. Gives (row, column, cell). */
final class Table {

    private Table() {}

    static Stream<Arguments> cells(String text) {
        List<String[]> lines = text.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .toList();
        String[] head = lines.get(0);
        return lines.stream().skip(1).flatMap(line -> IntStream.range(1, head.length)
                .mapToObj(column -> Arguments.of(line[0], head[column], line[column])));
    }
}
