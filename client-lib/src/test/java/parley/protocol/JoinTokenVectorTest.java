package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static parley.protocol.Vectors.hex;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/vectors/token.json. */
class JoinTokenVectorTest {
    static List<JsonObject> valid() {
        return Vectors.list(Vectors.read("token.json"), "valid");
    }

    static List<JsonObject> invalid() {
        return Vectors.list(Vectors.read("token.json"), "invalid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidTokenParsesToItsMembersAndBack(JsonObject v) throws Exception {
        JoinToken token = JoinToken.parse(v.getString("token"));

        assertThat(token.suite().code()).isEqualTo(v.getInt("suite"));
        assertThat(token.keyId().hex()).isEqualTo(v.getString("keyId"));
        assertThat(hex(token.psk().unsafeBytes())).isEqualTo(v.getString("psk"));
        assertThat(hex(token.serverKey().bytes())).isEqualTo(v.getString("S_pub"));
        assertThat(token.notAfter().getEpochSecond())
                .isEqualTo(v.getJsonNumber("notAfter").longValueExact());
        assertThat(token.urls())
                .isEqualTo(v.getJsonArray("urls").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList());
        assertThat(token.unsafeText()).isEqualTo(v.getString("token").strip());
        assertThat(token.unsafeText())
                .isEqualTo("parley1_" + Base64Url.encode(Hash.concat(hex(v, "payload"), hex(v, "check"))));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidTokenIsRefusedForItsReason(JsonObject v) {
        JoinTokenException refused =
                catchThrowableOfType(JoinTokenException.class, () -> JoinToken.parse(v.getString("token")));

        assertThat(refused).as(v.getString("name")).isNotNull();
        assertThat(refused.reason().vectorName()).as(v.getString("name")).isEqualTo(v.getString("reason"));
    }
}
