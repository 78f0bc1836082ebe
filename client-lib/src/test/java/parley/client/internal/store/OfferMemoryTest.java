package parley.client.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Offer;
import parley.message.Proceed;
import parley.message.Terms;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;

class OfferMemoryTest {

    private static final Digest DIGEST =
            new Digest("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    private static final Offer OFFER = new Offer(
            "o-1",
            1,
            new BundleRef("proxy", "1", 1, DIGEST),
            List.of(Change.remove("a\u2028b")),
            Terms.plain(),
            "two\nlines");
    private static final Agreed AGREED = new Agreed("o-1", OFFER.changes(), 0);

    @TempDir
    private Path folder;

    private OfferMemory open() throws IOException {
        return new OfferMemory(new MessageFile(folder.resolve("offer")));
    }

    @Test
    void eachStepSurvivesARestart() throws IOException {
        assertThat(open().offer()).isEmpty();

        open().answer(OFFER, Answer.accept("o-1"));
        assertThat(open().offer()).contains(OFFER);
        assertThat(open().answer()).contains(Answer.accept("o-1"));
        assertThat(open().agreed()).isEmpty();

        open().agree(AGREED);
        assertThat(open().agreed()).contains(AGREED);
        assertThat(open().mayApply()).isFalse();

        open().proceed(new Proceed("o-1"));
        assertThat(open().mayApply()).isTrue();

        open().forget();
        assertThat(open().offer()).isEmpty();
        assertThat(open().mayApply()).isFalse();
    }

    @Test
    void anotherOfferTakesThePlaceOfTheFirstWithAllItsSteps() throws IOException {
        OfferMemory memory = open();
        memory.answer(OFFER, Answer.accept("o-1"));
        memory.agree(AGREED);
        memory.proceed(new Proceed("o-1"));
        Offer other = new Offer("o-2", 2, OFFER.bundle(), List.of(), Terms.plain(), "");
        memory.answer(other, Answer.accept("o-2"));

        assertThat(open().is("o-2")).isTrue();
        assertThat(open().is("o-1")).isFalse();
        assertThat(open().agreed()).isEmpty();
        assertThat(open().mayApply()).isFalse();
    }
}
