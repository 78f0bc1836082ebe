package parley.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentLinesTest {

    @Test
    void linesThatAreNothingButCommentAreTakenOut() {
        assertThat(
                        CommentLines.removedFrom(
                                """
                // The first line.
                import { h } from "./dom.js";

                /** One line. */
                export function draw() {
                  /*
                   * Several
                   */
                  return h("p"); // stays, with the code before it
                }
                """))
                .isEqualTo(
                        """
                import { h } from "./dom.js";

                export function draw() {
                  return h("p"); // stays, with the code before it
                }
                """);
    }

    @Test
    void aTypeInFrontOfAValueStays() {
        String code = "  /** @type {?Element} */ (found).remove();\n  const url = \"wss://\" + host;";

        assertThat(CommentLines.removedFrom(code)).isEqualTo(code);
    }
}
