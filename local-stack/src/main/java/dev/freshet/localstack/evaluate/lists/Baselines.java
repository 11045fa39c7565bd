package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.approach.Approach;
import dev.freshet.localstack.evaluate.approach.ItemSimilarity;
import dev.freshet.localstack.evaluate.approach.NextItemRules;
import dev.freshet.localstack.evaluate.approach.Popularity;
import dev.freshet.localstack.evaluate.approach.SessionNeighbours;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.decay.HalfLife;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * The baselines as they are judged. Each has settings that no log agrees on, so several are tried
 * and the best is reported: what an operator could have found with hindsight.
 *
 * <p>Popularity comes first; the best of it is what the others fill their lists up with.
 */
final class Baselines {

  private static final Duration SESSION_GAP = Duration.ofMinutes(10);
  private static final int SESSION_SAMPLE = 500;

  private record PopularityVariant(String label, Optional<HalfLife> halfLife) {
    static PopularityVariant of(String label, Duration duration) {
      return new PopularityVariant(label, Optional.of(new HalfLife(duration)));
    }
  }

  private static final List<PopularityVariant> POPULARITIES =
      List.of(
          PopularityVariant.of("15 min", Duration.ofMinutes(15)),
          PopularityVariant.of("1 h", Duration.ofHours(1)),
          PopularityVariant.of("3 h", Duration.ofHours(3)),
          PopularityVariant.of("6 h", Duration.ofHours(6)),
          PopularityVariant.of("1 d", Duration.ofDays(1)),
          PopularityVariant.of("7 d", Duration.ofDays(7)),
          PopularityVariant.of("30 d", Duration.ofDays(30)),
          PopularityVariant.of("90 d", Duration.ofDays(90)),
          PopularityVariant.of("365 d", Duration.ofDays(365)),
          new PopularityVariant("∞", Optional.empty()));

  /** How many of a user's last items similarity starts from. */
  private static final List<Integer> SIMILARITIES = List.of(1, 3, 10);

  private record RulesVariant(int reach, int recent) {}

  private static final List<RulesVariant> RULES =
      List.of(new RulesVariant(1, 1), new RulesVariant(3, 1), new RulesVariant(10, 3));

  private record SessionVariant(int recent, int neighbours) {}

  private static final List<SessionVariant> SESSIONS =
      List.of(
          new SessionVariant(1, 5),
          new SessionVariant(1, 20),
          new SessionVariant(2, 100),
          new SessionVariant(3, 100));

  /** How many times a log is run through. */
  static final int RUNS =
      POPULARITIES.size() + SIMILARITIES.size() + RULES.size() + SESSIONS.size();

  private record Tried<V>(V variant, Outcome outcome) {}

  private final Replay replay;
  private final Judge judge;
  private final IntConsumer listener;

  /**
   * @param listener receives each event when an approach learned it
   */
  Baselines(Replay replay, Judge judge, IntConsumer listener) {
    this.replay = replay;
    this.judge = judge;
    this.listener = listener;
  }

  /** Judges them all: one outcome each. */
  List<Outcome> judge() {
    Tried<PopularityVariant> popularity = best(POPULARITIES, this::popularity);
    PopularityVariant rest = popularity.variant();
    return List.of(
        popularity.outcome(),
        best(SIMILARITIES, recent -> similarity(recent, rest)).outcome(),
        best(RULES, variant -> rules(variant, rest)).outcome(),
        best(SESSIONS, variant -> sessions(variant, rest)).outcome());
  }

  private <V> Tried<V> best(List<V> variants, Function<V, Approach> approach) {
    List<Tried<V>> tried = new ArrayList<>();
    for (V variant : variants) {
      tried.add(new Tried<>(variant, judge.judge(approach.apply(variant), listener)));
    }
    return tried.stream()
        .max(Comparator.comparingDouble(each -> each.outcome().metrics().hitRate20()))
        .orElseThrow();
  }

  private Popularity popularity(PopularityVariant variant) {
    return new Popularity(replay.items(), variant.halfLife(), variant.label());
  }

  private ItemSimilarity similarity(int recent, PopularityVariant rest) {
    return new ItemSimilarity(replay.users(), replay.items(), recent, popularity(rest));
  }

  private NextItemRules rules(RulesVariant variant, PopularityVariant rest) {
    return new NextItemRules(
        replay.users(), replay.items(), variant.reach(), variant.recent(), popularity(rest));
  }

  private SessionNeighbours sessions(SessionVariant variant, PopularityVariant rest) {
    return new SessionNeighbours(
        replay.users(),
        replay.items(),
        SESSION_GAP,
        variant.recent(),
        SESSION_SAMPLE,
        variant.neighbours(),
        popularity(rest));
  }
}
