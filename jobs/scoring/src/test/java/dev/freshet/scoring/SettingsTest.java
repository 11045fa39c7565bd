package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.history.HistorySettings;
import dev.freshet.scoring.history.PairGains;
import dev.freshet.scoring.interest.InterestSettings;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.pulse.PulseSettings;
import dev.freshet.scoring.ranking.ListSettings;
import dev.freshet.scoring.similarity.CoOccurrenceSettings;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

  private static final HalfLife A_DAY = HalfLife.ofDays(1);
  private static final List<Double> SEED = ModelSettings.defaults().seed();

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("history.window is 0", () -> new PairGains(0, 5, 1L)),
        wrong("history.cross-session-window is 0", () -> new PairGains(50, 0, 1L)),
        wrong("history.session-gap is 0 ms", () -> new PairGains(50, 5, 0L)),
        wrong("history.size is 0", () -> new HistorySettings(new PairGains(50, 5, 1L), 0)),
        wrong("co-occurrence.neighbours is 0", () -> new CoOccurrenceSettings(A_DAY, 0, 1)),
        wrong("candidates.per-item is 0", () -> new CoOccurrenceSettings(A_DAY, 1, 0)),
        wrong("popularity.half-lives is", () -> items(List.of(A_DAY), 1L)),
        wrong("pulse.event-interval is 0", () -> items(ItemSettings.HORIZONS, 0L)),
        wrong("interest.tags is 0", () -> new InterestSettings(A_DAY, 0)),
        wrong("candidates.size is 0", () -> candidates(0, 0.5, 0.5, 1)),
        wrong("candidates.size is 301, expected 1 to 300", () -> candidates(301, 0.5, 0.5, 1)),
        wrong("candidates.decay is 1.5", () -> candidates(1, 1.5, 0.5, 1)),
        wrong("candidates.long-term-decay is -0.1", () -> candidates(1, 0.5, -0.1, 1)),
        wrong("seen.size is 0", () -> candidates(1, 0.5, 0.5, 0)),
        wrong("seen.size is 1001, expected 1 to 1000", () -> candidates(1, 0.5, 0.5, 1001)),
        wrong("pulse.size is 0", () -> new PulseSettings(0)),
        wrong("pulse.size is 251, expected 1 to 250", () -> new PulseSettings(251)),
        wrong("history.window is 0", () -> lists(0, 0, 0, 1.0)),
        wrong("candidates.tags is -1", () -> lists(1, -1, 0, 1.0)),
        wrong("candidates.per-tag is -1", () -> lists(1, 0, -1, 1.0)),
        wrong("tag-share is 1.1", () -> lists(1, 0, 0, 1.1)),
        wrong("model.rate is 0.0", () -> new ModelSettings(0.0, 1.0, false, SEED)),
        wrong("model.clip is Infinity", () -> model(Double.POSITIVE_INFINITY, SEED)),
        wrong("model.seed is [0.5]", () -> model(1.0, List.of(0.5))),
        wrong("model.seed is", () -> model(1.0, Collections.nCopies(SEED.size(), Double.NaN))));
  }

  private static Arguments wrong(String error, ThrowingCallable made) {
    return Arguments.of(error, made);
  }

  private static ItemSettings items(List<HalfLife> popularity, long updateMillis) {
    return new ItemSettings(CoOccurrenceSettings.defaults(), popularity, updateMillis);
  }

  private static CandidateSettings candidates(
      int size, double decay, double longTermDecay, int seen) {
    return new CandidateSettings(
        size, decay, longTermDecay, InterestSettings.defaults(), seen, Exclusion.TOUCHED);
  }

  private static ListSettings lists(int repeats, int tags, int perTag, double tagShare) {
    return new ListSettings(CandidateSettings.defaults(), repeats, tags, perTag, tagShare);
  }

  private static ModelSettings model(double clip, List<Double> seed) {
    return new ModelSettings(1.0, clip, false, seed);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void cannotBeMadeOfAWrongValue(String error, ThrowingCallable made) {
    assertThatThrownBy(made)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("recommendations." + error);
  }
}
