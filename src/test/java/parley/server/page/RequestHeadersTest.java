package parley.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd | true",
                "br;q=1.0, GZIP;q=0.5     | true",
                "*                       | true",
                "gzip;q=0.001            | true",
                "gzip;q=0                | false",
                "gzip ; q=0.000, *       | false",
                "*;q=0                   | false",
                "br, x-gzip              | false",
                "identity                | false",
                "''                      | false",
                "                        | false",
            })
    void gzipIsSentToThoseWhoTakeIt(String acceptEncoding, boolean takes) {
        assertThat(RequestHeaders.takesGzip(acceptEncoding)).isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "W/\"a1\"           | true",
                "\"a1\"             | true",
                "\"b2\", W/\"a1\"    | true",
                "*                | true",
                "W/\"a12\"          | false",
                "a1               | false",
                "                 | false",
            })
    void aBrowserThatHasItIsNotSentItAgain(String ifNoneMatch, boolean has) {
        assertThat(RequestHeaders.has(ifNoneMatch, "W/\"a1\"")).isEqualTo(has);
    }
}
