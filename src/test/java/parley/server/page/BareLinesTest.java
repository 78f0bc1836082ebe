package parley.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BareLinesTest {

    @Test
    void linesAreTakenOutOrJoined() {
        assertThat(
                        BareLines.of(
                                """
                // The first line.
                import { h } from "./dom.js";

                /** One line. */
                export function draw() {
                  /*
                   * Several
                   */
                  return h(
                    "p", // stays, with the code before it
                    [
                      texts.first,
                    ],
                  );
                }
                """))
                .isEqualTo(
                        """
                import { h } from "./dom.js";export function draw() {return h("p", // stays, with the code before it
                [texts.first,],);}""");
    }

    @Test
    void aTypeInFrontOfAValueStays() {
        String code = "/** @type {?Element} */ (found).remove()\nconst url = \"wss://\" + host;";

        assertThat(BareLines.of(code)).isEqualTo(code);
    }
}
