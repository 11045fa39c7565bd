package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interests;
import dev.freshet.scoring.ItemTable;
import dev.freshet.scoring.Lesson;
import dev.freshet.scoring.Neighbours;
import dev.freshet.scoring.Shortlist;
import dev.freshet.scoring.Standing;
import dev.freshet.scoring.Tick;
import dev.freshet.scoring.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankingTest {

  private TwoInputStreamOperatorTestHarness<Unranked, Tick, RedisWrite> ranking;
  private final Trainer trainer =
      new Trainer(
          SETTINGS.scoring(),
          new ItemTable(SETTINGS.scoring().popularity(), SETTINGS.scoring().coOccurrence()));

  @BeforeEach
  void open() throws Exception {
    ranking = newRanking();
    ranking.open();
  }

  @AfterEach
  void close() throws Exception {
    ranking.close();
  }

  private static TwoInputStreamOperatorTestHarness<Unranked, Tick, RedisWrite> newRanking()
      throws Exception {
    return new TwoInputStreamOperatorTestHarness<>(new CoProcessOperator<>(new Ranking(SETTINGS)));
  }

  private void tick(String... touched) throws Exception {
    for (String item : touched) {
      trainer.learn(new Lesson(item, NOON, Standing.NONE, new Standing(NOON, 1.0), null));
    }
    beat(NOON);
  }

  private void beat(long atMillis) throws Exception {
    ranking.processElement2(trainer.beat(atMillis), atMillis);
  }

  /** Ada has done Python, which goes with Java more than with Go. */
  private void rankAda() throws Exception {
    rankAda(2, NOON);
  }

  private void rankAda(int candidates, long atMillis) throws Exception {
    rank("ada", candidates, atMillis);
  }

  private void rank(String user, int candidates, long atMillis) throws Exception {
    Shortlist shortlist =
        new Shortlist(
            user,
            atMillis,
            Arrays.copyOf(new long[] {Fingerprint.of("go"), Fingerprint.of("java")}, candidates),
            Arrays.copyOf(new float[] {0.1f, 0.9f}, candidates),
            new float[candidates],
            new float[candidates],
            new float[candidates],
            LongStream.generate(() -> Fingerprint.of("python")).limit(candidates).toArray(),
            Interests.NONE,
            new float[0],
            new String[] {"python"},
            new long[] {Fingerprint.of("python")},
            new boolean[] {true});
    ranking.processElement1(Unranked.user(shortlist), NOON);
  }

  private String lastWrite() {
    List<RedisWrite> writes = ranking.extractOutputValues();
    return writes.get(writes.size() - 1).value();
  }

  private RecDocument lastList() {
    return RecDocument.of(Platform.json(lastWrite()));
  }

  @Test
  void ranksByThePersonalPartAndGivesReasons() throws Exception {
    tick("python", "java", "go");
    rankAda();

    assertThat(lastList().candidates())
        .extracting(candidate -> candidate.item() + " " + candidate.reason())
        .containsExactly("java similar:python", "go similar:python");
    assertThat(lastList().excluded()).containsExactly("python");
  }

  @Test
  void letsListsWaitForTheFirstTickWhichTellsOfAllItems() throws Exception {
    rankAda();
    assertThat(ranking.extractOutputValues()).isEmpty();

    tick("python", "java", "go");
    assertThat(lastList().candidates()).hasSize(2);
    assertThat(ranking.extractOutputValues()).hasSize(1);
  }

  @Test
  void tellsAtOnceWhatToExcludeIfTooManyListsWaitForTheFirstTick() throws Exception {
    for (int user = 0; user < Ranking.MOST_WAITING; user++) {
      rank("user-" + user, 2, NOON);
    }
    assertThat(ranking.extractOutputValues()).isEmpty();

    rankAda();
    assertThat(lastList().candidates()).isEmpty();
    assertThat(lastList().excluded()).containsExactly("python");
  }

  @Test
  void ranksAgainWhenATickTellsOfItemsThatWereNotKnown() throws Exception {
    tick("python");
    rankAda();
    assertThat(lastList().candidates()).isEmpty();
    assertThat(lastList().excluded()).containsExactly("python");

    tick("java", "go");
    assertThat(lastList().candidates()).hasSize(2);
    int writes = ranking.extractOutputValues().size();
    tick("python");
    assertThat(ranking.extractOutputValues()).hasSize(writes);
  }

  @Test
  void ranksAgainAUserWhoHadDoneAllThereWas() throws Exception {
    tick("python");
    rankAda(0, NOON);
    assertThat(lastList().candidates()).isEmpty();

    tick("c++");
    assertThat(lastList().candidates())
        .extracting(candidate -> candidate.item() + " " + candidate.reason())
        .containsExactly("c++ trending");
  }

  @Test
  void ranksAgainByTheTickOfItsMomentAListThatWasFarAheadOfTheTicks() throws Exception {
    tick("python", "java", "go");
    rankAda(2, NOON + 60 * MINUTE);
    int writes = ranking.extractOutputValues().size();
    beat(NOON + 59 * MINUTE);
    assertThat(ranking.extractOutputValues()).hasSize(writes);

    beat(NOON + 60 * MINUTE);
    beat(NOON + 61 * MINUTE);
    assertThat(ranking.extractOutputValues()).hasSize(writes + 1);
  }

  /** Python goes with Java. */
  private void publishPython(boolean settled) throws Exception {
    Neighbours neighbours =
        new Neighbours(
            Fingerprint.of("python"),
            new long[] {Fingerprint.of("java")},
            new float[] {0.5f},
            new float[1],
            new float[1]);
    ranking.processElement1(new StreamRecord<>(Unranked.item(neighbours, NOON, settled)));
  }

  @Test
  void publishesTheNeighboursOfAnItemWithItsPopularity() throws Exception {
    tick("python", "java", "java");
    publishPython(false);

    assertThat(Platform.json(lastWrite()).get("items").get(0).get(0).asText()).isEqualTo("java");
    assertThat(Platform.json(lastWrite()).get("items").get(0).get(1).asDouble())
        .isCloseTo(0.5 / Math.sqrt(2), within(1e-7));
    assertThat(Platform.json(lastWrite()).get("users").asDouble()).isEqualTo(1.0);
    assertThat(Platform.json(lastWrite()).get("popularity")).hasSize(5);
  }

  @Test
  void letsAnItemThatNoTickToldOfWaitForTheNextOne() throws Exception {
    publishPython(false);
    assertThat(ranking.extractOutputValues()).isEmpty();

    tick("python", "java");
    assertThat(ranking.extractOutputValues()).hasSize(1);
  }

  @Test
  void publishesWhatIsSettledAsOfTheLastTick() throws Exception {
    tick("python", "java");
    publishPython(true);
    beat(NOON + MINUTE);
    assertThat(ranking.extractOutputValues()).isEmpty();

    ranking.processElement2(trainer.beat(NOON + 2 * MINUTE).asLast(), NOON + 2 * MINUTE);
    assertThat(Platform.json(lastWrite()).get("asOf").asLong()).isEqualTo(NOON + 2 * MINUTE);
    publishPython(true);
    assertThat(ranking.extractOutputValues()).hasSize(2);
  }

  @Test
  void leavesOutWhatTheCatalogueRetires() throws Exception {
    tick("python", "java", "go");
    trainer.describe(new CatalogueItem("java", "", List.of(), "", 0L, true, List.of()));
    tick();
    rankAda();

    assertThat(lastList().items()).containsExactly("go");
  }

  @Test
  void ranksAfterARestoreWhatWaitedBefore() throws Exception {
    rankAda();
    restore();
    assertThat(ranking.extractOutputValues()).isEmpty();

    tick("python", "java", "go");
    assertThat(lastList().items()).containsExactly("java", "go");
    int writes = ranking.extractOutputValues().size();
    restore();
    beat(NOON + MINUTE);
    assertThat(ranking.extractOutputValues()).isEmpty();
    assertThat(writes).isEqualTo(1);
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = ranking.snapshot(1L, NOON);
    close();
    ranking = newRanking();
    ranking.initializeState(snapshot);
    ranking.open();
  }

  @Test
  void letsPassWhatIsReady() throws Exception {
    RedisWrite ready = RedisWrite.set("interest:ada", "{}", 1);

    ranking.processElement1(Unranked.ready(ready), NOON);

    assertThat(ranking.extractOutputValues()).containsExactly(ready);
  }
}
