package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static parley.protocol.Vectors.hex;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/vectors/clientid.json. */
class ClientIdVectorTest {
    static List<JsonObject> clients() {
        return Vectors.list(Vectors.read("clientid.json"), "clients");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void theClientIdIsTheBase32OfTheDigest(JsonObject v) throws Exception {
        byte[] digest = Hash.sha256(Hash.ascii("parley1 client id"), hex(v, "C_pub"));

        assertThat(hex(digest)).isEqualTo(v.getString("digest"));
        assertThat(ClientId.of(PublicKey.of(hex(v, "C_pub")))).isEqualTo(v.getString("clientId"));
    }
}
