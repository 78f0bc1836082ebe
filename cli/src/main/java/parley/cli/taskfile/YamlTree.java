package parley.cli.taskfile;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import parley.cli.terminal.CliProblem;

/**
 * The nodes of one YAML document. Anchors and aliases are refused, so a short file cannot mean a huge one; the events
 * are looked at first, which takes neither memory nor stack for what is refused.
 */
final class YamlTree {

    /** A task file needs four levels. */
    private static final int MAX_DEPTH = 16;

    private final String file;
    private final String text;

    private YamlTree(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The root of the only document of {@code text}. */
    static Node read(String file, String text) {
        return new YamlTree(file, text).root();
    }

    private Node root() {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            new Parse(settings).parseString(text).forEach(new Check()::accept);
            return new Compose(settings).composeString(text).orElseThrow(() -> new YamlPlace(file, 1, 1)
                    .problem("the file says nothing"));
        } catch (MarkedYamlEngineException e) {
            throw syntax(e);
        } catch (YamlEngineException e) {
            throw new YamlPlace(file, 1, 1).problem("this is no YAML: " + e.getMessage());
        }
    }

    private CliProblem syntax(MarkedYamlEngineException e) {
        YamlPlace place = YamlPlace.of(file, e.getProblemMark());
        String[] lines = text.split("\n", -1);
        String line = place.line() <= lines.length ? lines[place.line() - 1] : "";
        int tab = line.indexOf('\t');
        if (tab >= 0 && line.substring(0, tab).isBlank()) {
            return new YamlPlace(file, place.line(), tab + 1)
                    .problem("the line begins with a tab", "indent with spaces: YAML allows no tabs there");
        }
        return place.problem("this is no YAML: " + e.getProblem());
    }

    /** Refuses what a task file does not need. */
    private final class Check {

        private int depth;
        private int documents;

        void accept(Event event) {
            YamlPlace place = YamlPlace.of(file, event.getStartMark());
            if (event instanceof AliasEvent
                    || event instanceof NodeEvent node && anchor(node).isPresent()) {
                throw place.problem("anchors and aliases (& and *) are not read", "write the value out");
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                throw place.problem("a second document begins here", "make a file for each task");
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                throw place.problem("this is nested more than " + MAX_DEPTH + " deep");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }

        private static Optional<?> anchor(NodeEvent node) {
            return node.getAnchor();
        }
    }
}
