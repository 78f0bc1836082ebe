package parley.server.task.service;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.message.ClientState;
import parley.server.storage.Search;
import parley.server.task.model.Client;
import parley.server.task.selector.Selector;

/** Which clients of a task an operator means: those with these names, or all that match. */
public sealed interface ClientSelection {

    /** @param names sorted, each once */
    record Named(List<String> names) implements ClientSelection {

        public Named {
            names = names.stream().sorted().distinct().toList();
        }
    }

    /**
     * @param states a client in another state is not meant
     * @param selector a client whose labels do not match is not meant
     * @param search as for {@link parley.server.task.query.ClientQueries#list}
     */
    record Matching(Set<ClientState> states, Selector selector, Search search) implements ClientSelection {

        boolean has(Client client) {
            return states.contains(client.state()) && selector.matches(client.labels());
        }

        /** The one state, so that the database can look for it. */
        Optional<ClientState> onlyState() {
            return states.size() == 1 ? states.stream().findFirst() : Optional.empty();
        }
    }
}
