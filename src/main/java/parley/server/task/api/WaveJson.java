package parley.server.task.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.message.policy.Wave;
import parley.server.task.waves.WaveProgress;

/**
 * A wave of a task as REST shows it.
 *
 * @param number from 1
 * @param size as the policy says it: how many clients may have begun once it is open, or +N, how many it adds
 * @param state planned, open (it gives places to clients), or done (a later one is open)
 * @param places how many clients it is for, as far as that is known
 * @param clients how many have a place in it
 * @param underWay of these: not at an end yet
 * @param succeeded of these: have what they should
 * @param failed of these: ended badly, and nobody has excused that
 * @param needed how many have to succeed before the next wave opens; absent for the last one
 * @param soak how long no client may fail after that
 * @param opens while the open wave soaks: when the next one opens, if no client fails until then
 */
public record WaveJson(
        int number,
        String size,
        String state,
        long places,
        long clients,
        long underWay,
        long succeeded,
        long failed,
        Optional<Long> needed,
        Optional<String> soak,
        Optional<Instant> opens) {

    static List<WaveJson> all(WaveProgress progress) {
        return progress.views().stream().map(view -> of(view, progress)).toList();
    }

    private static WaveJson of(WaveProgress.View view, WaveProgress progress) {
        Wave wave = view.wave();
        boolean last = progress.isLast(view.number());
        return new WaveJson(
                view.number(),
                wave.sizeText(),
                view.state().name().toLowerCase(Locale.ROOT),
                view.places(),
                view.clients().clients(),
                view.clients().underWay(),
                view.clients().succeeded(),
                view.clients().failed(),
                last ? Optional.empty() : Optional.of(view.needed()),
                last || wave.soak().isZero()
                        ? Optional.empty()
                        : Optional.of(wave.soak().toString()),
                view.state() == WaveProgress.State.OPEN ? progress.opens() : Optional.empty());
    }
}
