package parley.server.bundles.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.ThrowingConsumer;
import parley.server.bundles.store.UploadRefused;

/** What a test says of an upload that was refused. */
final class Refusals {

    private Refusals() {}

    static ThrowingConsumer<Throwable> refused(UploadRefused.Why why, String... words) {
        return thrown -> assertThat(thrown).isInstanceOfSatisfying(UploadRefused.class, refusal -> {
            assertThat(refusal.why()).isEqualTo(why);
            for (String word : words) {
                assertThat(refusal).hasMessageContaining(word);
            }
            assertThat(refusal.hint()).isNotBlank();
        });
    }
}
