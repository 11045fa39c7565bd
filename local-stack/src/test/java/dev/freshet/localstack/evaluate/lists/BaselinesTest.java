package dev.freshet.localstack.evaluate.lists;

import static org.assertj.core.api.Assertions.assertThat;

import com.carrotsearch.hppc.IntHashSet;
import dev.freshet.localstack.evaluate.approach.Approach;
import dev.freshet.localstack.evaluate.approach.ItemSimilarity;
import dev.freshet.localstack.evaluate.approach.NextItemRules;
import dev.freshet.localstack.evaluate.approach.Popularity;
import dev.freshet.localstack.evaluate.approach.SessionNeighbours;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.localstack.evaluate.replay.Logs;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.decay.HalfLife;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselinesTest {

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @Test
  void popularityCountsEventsForEver() {
    Replay replay = Logs.of("u1:a u2:a u3:b u4:b u5:b u6:c");

    assertThat(list(replay, ever(replay), "new")).containsExactly("b", "a", "c");
  }

  @Test
  void popularityForgetsByHalfLife() {
    // One minute each: a counts 1/8 + 1/4 = 3/8, b 1/2 and c 1 of a c.
    Replay replay = Logs.of("u1:a u2:a u3:b u4:c");
    Optional<HalfLife> oneMinute = Optional.of(new HalfLife(Duration.ofMinutes(1)));

    assertThat(list(replay, new Popularity(replay.items(), oneMinute, "1 min"), "new"))
        .containsExactly("c", "b", "a");
  }

  @Test
  void popularityAddsFadedEventsUp() {
    // a: 1/4 + 1 = 5/4 against b's 1/2.
    Replay replay = Logs.of("u1:a u2:b u3:a u4:b u5:a");
    Optional<HalfLife> oneMinute = Optional.of(new HalfLife(Duration.ofMinutes(1)));

    assertThat(list(replay, new Popularity(replay.items(), oneMinute, "1 min"), "new"))
        .containsExactly("a", "b");
  }

  @Test
  void similarityPrefersWhatShareMoreOfItsUsers() {
    // With a: b twice, pop once; but pop has many other users.
    Replay replay = Logs.of("u1:a u1:b u2:a u2:pop u3:pop u4:pop u5:pop u6:pop me:a");

    Approach similarity = new ItemSimilarity(replay.users(), replay.items(), 1, ever(replay));

    // sim(a,b) = 1/√(3·1), sim(a,pop) = 1/√(3·5).
    assertThat(list(replay, similarity, "me")).containsExactly("b", "pop", "a");
  }

  @Test
  void similarityFillsUpWithPopularity() {
    Replay replay = Logs.of("u1:a u1:b u2:c u3:c u4:d me:a");

    Approach similarity = new ItemSimilarity(replay.users(), replay.items(), 1, ever(replay));

    // a and c are as popular, c was so first.
    assertThat(list(replay, similarity, "me")).containsExactly("b", "c", "a", "d");
  }

  @Test
  void rulesKeepTheDirection() {
    Replay replay = Logs.of("u1:before u1:a u2:before u2:a u3:a u3:after me:a");

    Approach rules = new NextItemRules(replay.users(), replay.items(), 3, 1, ever(replay));

    assertThat(list(replay, rules, "me")).startsWith("after");
  }

  @Test
  void rulesCountOneOverTheDistance() {
    // After a: far at distance 2 twice and 3 once (1/2 + 1/2 + 1/3), near directly once (1).
    Replay replay =
        Logs.of("u1:a u1:x u1:far u2:a u2:y u2:far u3:a u3:z u3:w u3:far u4:a u4:near me:a");

    Approach rules = new NextItemRules(replay.users(), replay.items(), 3, 1, ever(replay));

    assertThat(list(replay, rules, "me")).startsWith("far").containsSubsequence("near", "w");
  }

  @Test
  void rulesReachNoFartherThanTold() {
    Replay replay = Logs.of("u1:a u1:x u1:far me:a");

    Approach rules = new NextItemRules(replay.users(), replay.items(), 1, 1, ever(replay));

    assertThat(list(replay, rules, "me").get(0)).isEqualTo("x");
  }

  @Test
  void sessionsThatShareMoreOfTheLastItemsWeighMore() {
    // u1 shares a and b with me, u2 only b, the last one.
    Replay replay = Logs.of("u1:a u1:b u1:both u2:b u2:one me:a me:b");

    Approach sessions = sessions(replay, 2, 10);

    assertThat(list(replay, sessions, "me", 0, 1).subList(0, 2)).containsExactly("both", "one");
  }

  @Test
  void sessionsThatShareTheLastItemWeighMoreThanThoseOfAnEarlierOne() {
    Replay replay = Logs.of("u1:a u1:early u2:b u2:late me:a me:b");

    Approach sessions = sessions(replay, 2, 10);

    assertThat(list(replay, sessions, "me", 0, 2).subList(0, 2)).containsExactly("late", "early");
  }

  @Test
  void onlyTheNearestSessionsAreListenedTo() {
    Replay replay = Logs.of("u1:a u1:b u1:near u2:a u2:far me:a me:b");

    Approach sessions = sessions(replay, 2, 2);

    // The other nearest session is the user's own.
    assertThat(list(replay, sessions, "me", 0, 1).get(0)).isEqualTo("near");
  }

  @Test
  void sessionsEndWithSilence() {
    Replay replay = Logs.of("u1:a u2:x u2:x u2:x u1:b me:a");

    Approach sessions =
        new SessionNeighbours(
            replay.users(), replay.items(), Duration.ofMinutes(3), 1, 10, 10, ever(replay));

    // b came four minutes after a, so no session has both: x, the most popular, comes first.
    assertThat(list(replay, sessions, "me", 0)).containsExactly("x", "b");
  }

  @Test
  void excludedItemsAreNeverListed() {
    Replay replay = Logs.of("u1:a u1:b u1:c me:a");
    List<Approach> all =
        List.of(
            ever(replay),
            new ItemSimilarity(replay.users(), replay.items(), 1, ever(replay)),
            new NextItemRules(replay.users(), replay.items(), 3, 1, ever(replay)),
            sessions(replay, 1, 10));

    assertThat(all)
        .allSatisfy(
            approach -> assertThat(list(replay, approach, "me", 0, 1)).containsExactly("c"));
  }

  @Test
  void theBestVariantOfEachIsReported() {
    Replay replay = Logs.of("u1:a u1:b u2:a u2:b u3:a u3:b u4:a u4:b u5:a u5:b");
    Judge judge = new Judge(replay, replay.choices(0.1, false), Exclusion.TOUCHED);

    List<Outcome> outcomes = new Baselines(replay, judge, event -> {}).judge();

    assertThat(outcomes)
        .extracting(outcome -> outcome.approach().split(",", 2)[0])
        .containsExactly("popularity", "static item-CF", "next-item rules", "session kNN");
    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome.metrics().hitRate20()).isEqualTo(0.8));
  }

  private static Popularity ever(Replay replay) {
    return new Popularity(replay.items(), Optional.empty(), "∞");
  }

  private static SessionNeighbours sessions(Replay replay, int recent, int neighbours) {
    return new SessionNeighbours(
        replay.users(), replay.items(), HALF_AN_HOUR, recent, 10, neighbours, ever(replay));
  }

  /** Learns the whole log, then lists. */
  private static List<String> list(Replay replay, Approach approach, String user, int... excluded) {
    replay.events().forEach(approach::learn);
    int number =
        replay.events().stream()
            .filter(event -> event.interaction().user().equals(user))
            .mapToInt(Event::user)
            .findAny()
            .orElse(0);
    int[] list =
        approach.list(number, Logs.NOON + Logs.ONE_MINUTE * 60, 20, IntHashSet.from(excluded));
    return Arrays.stream(list).mapToObj(item -> itemId(replay, item)).toList();
  }

  private static String itemId(Replay replay, int item) {
    return replay.events().stream()
        .filter(event -> event.item() == item)
        .map(event -> event.interaction().item())
        .findAny()
        .orElseThrow();
  }
}
