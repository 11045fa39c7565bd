package dev.freshet.localstack.evaluate.lists;

import static org.assertj.core.api.Assertions.assertThat;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.approach.Approach;
import dev.freshet.localstack.evaluate.approach.Freshet;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.localstack.evaluate.replay.Logs;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {

  /** Lists what was touched last first, and keeps what it was asked and told. */
  private static final class LastTouched implements Approach {

    private final List<Integer> latestFirst = new ArrayList<>();
    private final List<String> story = new ArrayList<>();

    @Override
    public String name() {
      return "last touched";
    }

    @Override
    public int[] list(int user, long atMillis, int size, IntSet excluded) {
      story.add("list " + user);
      return latestFirst.stream()
          .filter(item -> !excluded.contains(item))
          .limit(size)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    @Override
    public void learn(Event event) {
      story.add("learn " + event.item());
      latestFirst.remove((Integer) event.item());
      latestFirst.add(0, event.item());
    }
  }

  private final LastTouched lastTouched = new LastTouched();

  @Test
  void asksBeforeItTells() {
    Replay replay = Logs.of("ann:a bob:a ann:b");

    judge(replay, Exclusion.TOUCHED, false);

    assertThat(lastTouched.story).containsExactly("learn 0", "learn 0", "list 0", "learn 1");
  }

  @Test
  void ranksTheChosenItemOnTheListOfThatInstant() {
    // Lists without what was done: ann (b, a are known; a done): b; bob (a, b known; b done): a;
    // ann again (all done): nothing, and c is new.
    Replay replay = Logs.of("ann:a bob:b ann:b bob:a ann:c bob:c");

    Outcome outcome = judge(replay, Exclusion.TOUCHED, false);

    assertThat(outcome.ranks()).containsExactly(1, 1, Metrics.UNLISTED, 1);
    assertThat(outcome.metrics().hitRate20()).isEqualTo(0.75);
    assertThat(outcome.coverage()).isEqualTo(1.0);
  }

  @Test
  void ranksBehindItemsThatAreBetterListed() {
    Replay replay = Logs.of("ann:a bob:b bob:c bob:d ann:b");

    Outcome outcome = judge(replay, Exclusion.TOUCHED, false);

    assertThat(outcome.ranks()).containsExactly(Metrics.UNLISTED, Metrics.UNLISTED, 3);
  }

  @Test
  void leavesDoneItemsOnTheListIfNothingIsExcluded() {
    Replay replay = Logs.of("ann:a ann:b ann:a ann:a");

    assertThat(judge(replay, Exclusion.NOTHING, true).ranks())
        .containsExactly(Metrics.UNLISTED, 2, 1);
    assertThat(judge(replay, Exclusion.TOUCHED, true).ranks())
        .containsExactly(Metrics.UNLISTED, Metrics.UNLISTED, Metrics.UNLISTED);
  }

  @Test
  void excludesOnlyWhatWasCompletedIfAsked() {
    Replay replay =
        new Replay(
            "small",
            List.of(),
            List.of(
                study("a", 1000, false),
                study("b", 2000, true),
                study("a", 3000, false),
                study("b", 4000, false)));

    assertThat(judge(replay, Exclusion.COMPLETED, true).ranks())
        .containsExactly(Metrics.UNLISTED, 1, Metrics.UNLISTED);
  }

  @Test
  void countsTheShareOfKnownItemsThatWereListed() {
    CatalogueItem untouched = new CatalogueItem("z", "", List.of(), "", 0, false, List.of());
    Replay replay = Logs.of("bob:a ann:b ann:c ann:d", untouched);

    // Listed for ann: a, never b, c, d, which are hers.
    assertThat(judge(replay, Exclusion.TOUCHED, false).coverage()).isEqualTo(0.2);
  }

  @Test
  void findsFreshetAsGoodAsItsLists() {
    // Everybody who does a does b next, so b is on top for one who did a.
    Replay replay = Logs.of("u1:a u1:b u2:a u2:b u3:a u3:b u4:x u4:c u5:a u5:b");
    List<Integer> last = List.of(9);

    Outcome outcome =
        new Judge(replay, last, Exclusion.TOUCHED)
            .judge(new Freshet(replay, RecommenderSettings.defaults()), event -> {});

    assertThat(outcome.ranks()).containsExactly(1);
  }

  @Test
  void timesTheLaterPartOfALog() {
    Replay replay = Logs.of("u1:a u1:b u2:a u2:b u3:a u3:b u4:x u4:c u5:a u5:b");

    Outcome.Timing timing = judge(replay, Exclusion.TOUCHED, false).timing();

    assertThat(timing.events()).isEqualTo(6);
    assertThat(timing.lists()).isEqualTo(3);
  }

  @Test
  void tellsTheListenerEachEvent() {
    List<Integer> told = new ArrayList<>();
    Replay replay = Logs.of("ann:a ann:b");

    new Judge(replay, replay.choices(0, false), Exclusion.TOUCHED).judge(lastTouched, told::add);

    assertThat(told).isEqualTo(Arrays.asList(0, 1));
  }

  private Outcome judge(Replay replay, Exclusion exclusion, boolean repeats) {
    Judge judge = new Judge(replay, replay.choices(0, repeats), exclusion);
    return judge.judge(exclusion == Exclusion.TOUCHED ? lastTouched : new LastTouched(), i -> {});
  }

  private static Interaction study(String item, long atMillis, boolean completed) {
    return new Interaction(
        item + atMillis,
        "ann",
        item,
        atMillis,
        InteractionKind.STUDY,
        0.0,
        Double.NaN,
        completed,
        Double.NaN);
  }
}
