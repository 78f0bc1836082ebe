package parley.protocol;

import static parley.protocol.Pattern.Token.E;
import static parley.protocol.Pattern.Token.EE;
import static parley.protocol.Pattern.Token.ES;
import static parley.protocol.Pattern.Token.PSK;
import static parley.protocol.Pattern.Token.S;
import static parley.protocol.Pattern.Token.SE;

import java.util.List;

/**
 * A handshake pattern of the Noise Protocol Framework (revision 34, sections 7 and 9), as data.
 *
 * @param responderPre what the initiator knows of the responder beforehand
 * @param messages the tokens of each message; the initiator sends the first
 */
record Pattern(String name, List<Token> responderPre, List<List<Token>> messages) {
    enum Token {
        E,
        S,
        EE,
        ES,
        SE,
        PSK
    }

    /** {@code <- s ... -> psk, e, es <- e, ee -> s, se} */
    static final Pattern XKPSK0 =
            new Pattern("XKpsk0", List.of(S), List.of(List.of(PSK, E, ES), List.of(E, EE), List.of(S, SE)));

    String protocolName() {
        return "Noise_" + name + "_25519_AESGCM_SHA256";
    }

    boolean hasPsk() {
        return messages.stream().anyMatch(message -> message.contains(PSK));
    }
}
