package dev.freshet.scoring.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.training.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PeersTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long[] ALGEBRA_AND_LOGIC = fingerprints("logic", "algebra");

  private final Recommender recommender = new Recommender(RecommenderSettings.defaults());

  private static long[] fingerprints(String... items) {
    return Arrays.stream(items).mapToLong(Fingerprint::of).toArray();
  }

  private static Peers.Step step(String item, long atMillis, String... context) {
    return new Peers.Step(Fingerprint.of(item), atMillis, fingerprints(context));
  }

  /** Of a table that knows all their items, none of which is in the pulse. */
  private static Peers peers(Peers.Step... steps) {
    ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365));
    Counting counting = new Counting();
    List.of("sets", "graphs", "retired")
        .forEach(item -> table.enter(counting.interact(item, NOON, 1.0)));
    table.describe(new CatalogueItem("retired", "", List.of(), "", 0L, true, List.of()));
    table.advanceTo(NOON, 1, new double[Signal.COUNT]);
    TreeSet<Peers.Step> newestFirst = new TreeSet<>(Peers.Step.NEWEST_FIRST);
    newestFirst.addAll(List.of(steps));
    return Peers.of(newestFirst, table, 1.5);
  }

  private static double sum(Peers.Matches matches, String item) {
    for (int i = 0; i < matches.size(); i++) {
      if (matches.items()[i] == Fingerprint.of(item)) {
        return matches.sums()[i];
      }
    }
    return 0.0;
  }

  @Test
  void countWhatTheirLastItemsHaveInCommonWithTheUsers() {
    Peers.Matches matches =
        peers(step("sets", NOON, "logic", "algebra"), step("graphs", NOON, "algebra", "python"))
            .matches(ALGEBRA_AND_LOGIC, NOON - 1);

    assertThat(sum(matches, "sets")).isCloseTo(1.0 + 0.8 * 0.8, within(1e-12));
    assertThat(sum(matches, "graphs")).isCloseTo(0.8, within(1e-12));
    assertThat(matches.shortfalls()[0]).isEqualTo(-1.5);
  }

  @Test
  void addUpAnItemThatSeveralDid() {
    Peers.Matches matches =
        peers(step("sets", NOON, "algebra"), step("sets", NOON - 5, "logic"))
            .matches(ALGEBRA_AND_LOGIC, NOON - 10);

    assertThat(matches.size()).isEqualTo(1);
    assertThat(sum(matches, "sets")).isCloseTo(1.8, within(1e-12));
    assertThat(matches.sources()[0]).as("logic is the newer one").isZero();
  }

  @Test
  void doNotCountBeforeTheUserActed() {
    Peers peers = peers(step("sets", NOON, "logic"), step("graphs", NOON - 5, "logic"));

    assertThat(sum(peers.matches(ALGEBRA_AND_LOGIC, NOON - 5), "graphs")).isZero();
    assertThat(sum(peers.matches(ALGEBRA_AND_LOGIC, NOON - 5), "sets")).isPositive();
    assertThat(peers.matches(ALGEBRA_AND_LOGIC, NOON).size()).isZero();
  }

  @Test
  void leaveOutWhatIsRetiredOrUnknown() {
    assertThat(peers(step("retired", NOON, "logic"), step("unknown", NOON, "logic")).size())
        .isZero();
  }

  @Test
  void areTheNewestStepsInWhateverOrderTheyCome() {
    Trainer trainer = Some.trainer(RecommenderSettings.defaults());
    Counting counting = new Counting();
    UserProfile user = new Recommender(RecommenderSettings.defaults()).profile("ada");
    assertThat(user.seenSize()).isZero();
    trainer.enter(counting.interact("sets", NOON, 1.0));
    trainer.observe(user, Fingerprint.of("sets"), NOON);
    trainer.refresh(NOON);
    assertThat(trainer.peers().size()).as("of a user with no context nothing follows").isZero();

    recommender.accept(Interaction.click("1", "ada", "logic", NOON));
    for (int i = 0; i < 2 * Peers.STEPS; i++) {
      trainer.observe(recommender.profile("ada"), Fingerprint.of("sets"), NOON + (i * 37) % 200);
    }
    trainer.refresh(NOON + 200);
    assertThat(trainer.peers().size()).isEqualTo(Peers.STEPS);
    assertThat(trainer.peers().step(0).atMillis()).isEqualTo(NOON + 199);
    assertThat(trainer.peers().step(Peers.STEPS - 1).atMillis()).isEqualTo(NOON + 100);
  }

  @Test
  void bringWhatOthersDoMeanwhileToTheListOfAUserWhoOnlyReads() {
    recommender.accept(Interaction.click("1", "ada", "logic", NOON));
    recommender.accept(Interaction.click("2", "bob", "logic", NOON + 60_000));
    recommender.accept(Interaction.click("3", "bob", "sets", NOON + 61_000));

    List<Recommendation> list = recommender.recommend("ada", NOON + 70_000, 20, Set.of());

    assertThat(list).first().extracting(Recommendation::item).isEqualTo("sets");
    assertThat(list).first().extracting(Recommendation::reason).isEqualTo("after:logic");
  }
}
