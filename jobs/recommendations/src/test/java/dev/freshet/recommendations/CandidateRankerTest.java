package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.TagWeight;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.IdCode;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.training.ModelUpdate;
import dev.freshet.scoring.training.Trainer;
import dev.freshet.scoring.training.Weighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CandidateRankerTest {

  private static final int MAX_PARALLELISM = 8;

  /** More than any bound of what waited in heap. */
  private static final int MANY = 6_000;

  private KeyedTwoInputStreamOperatorTestHarness<String, RankingInput, ModelUpdate, RedisWrite>
      ranking;

  private final Trainer trainer = trainer(SETTINGS.scoring());
  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  @BeforeEach
  void open() throws Exception {
    ranking = newRanking(1, 0);
    ranking.open();
  }

  @AfterEach
  void close() throws Exception {
    ranking.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, RankingInput, ModelUpdate, RedisWrite>
      newRanking(int parallelism, int task) throws Exception {
    return newRanking(SETTINGS, parallelism, task);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, RankingInput, ModelUpdate, RedisWrite>
      newRanking(RecommendationsSettings settings, int parallelism, int task) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CandidateRanker(settings, null),
        RankingInput::key,
        null,
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        task);
  }

  /** One more user each interacts with these items, and the model tells of it. */
  private void update(String... touched) throws Exception {
    for (String item : touched) {
      int count = users.merge(item, 1, Integer::sum);
      double[] popularity = new double[5];
      Arrays.fill(popularity, count);
      trainer.enter(new ItemFacts(item, NOON, NOON, popularity, count));
    }
    updateAt(NOON);
  }

  private void updateAt(long atMillis) throws Exception {
    send(trainer.update(atMillis, false));
  }

  private void send(List<ModelUpdate> parts) throws Exception {
    for (ModelUpdate part : parts) {
      ranking.processElement2(part, NOON);
    }
  }

  /** A user does Python, which goes with Java more than with Go. */
  private void doPython(String user, long atMillis) throws Exception {
    interact(user, "python", atMillis, "java", "go");
  }

  private void interact(String user, String item, long atMillis, String... neighbours)
      throws Exception {
    ranking.processElement1(
        RankingInput.of(
            enrich(user, numbers.merge(user, 1, Integer::sum), item, atMillis, neighbours)),
        NOON);
  }

  private static EnrichedInteraction enrich(
      String user, int number, String item, long atMillis, String... neighbours) {
    float[] similar = new float[neighbours.length];
    for (int i = 0; i < similar.length; i++) {
      similar[i] = 0.9f / (1 + i);
    }
    return new EnrichedInteraction(
        user,
        number,
        item,
        atMillis,
        false,
        Engagement.NONE,
        new Engagement(atMillis, 1.0),
        new Neighbours(
            Fingerprint.of(item),
            Stream.of(neighbours).mapToLong(Fingerprint::of).toArray(),
            similar,
            new float[similar.length],
            new float[similar.length]),
        Onward.NONE,
        List.of("programming"),
        new float[0],
        Opinion.NONE);
  }

  private List<RedisWrite> writes(String prefix) {
    return ranking.extractOutputValues().stream()
        .filter(write -> write.key().startsWith(prefix))
        .toList();
  }

  private RecDocument lastList(String user) {
    List<RedisWrite> lists = writes("rec:" + user);
    return RecDocument.of(Platform.json(lists.get(lists.size() - 1).value()));
  }

  private static String[] codes(String... items) {
    return Stream.of(items).map(item -> IdCode.hex(IdCode.of(item))).toArray(String[]::new);
  }

  @Test
  void ranksByThePersonalPartAndGivesReasons() throws Exception {
    update("python", "java", "go");
    doPython("ada", NOON);

    assertThat(lastList("ada").candidates())
        .extracting(candidate -> candidate.item() + " " + candidate.reason())
        .containsExactly("java similar:python", "go similar:python");
    assertThat(lastList("ada").excluded()).containsExactly(codes("python"));
  }

  @Test
  void publishesNoListBeforeTheDirectoryIsCompleteAndThenThatOfEveryUser() throws Exception {
    for (int user = 0; user < MANY; user++) {
      doPython("user-" + user, NOON);
    }
    assertThat(writes("rec:")).isEmpty();

    update("python", "java", "go");
    ranking.setProcessingTime(1);
    for (int user = 0; user < MANY; user++) {
      assertThat(lastList("user-" + user).items()).containsExactly("java", "go");
    }
    assertThat(writes("rec:")).hasSize(MANY);
  }

  private void doPythonArriving(int number, long arrivedMillis) throws Exception {
    ranking.setProcessingTime(arrivedMillis);
    long origin = new Origins(List.of("clicks")).of("clicks", 0, number, arrivedMillis);
    ranking.processElement1(RankingInput.of(enrich("ada", number, "python", NOON, "java")), origin);
  }

  @Test
  void tellsWithAListWhenItsInteractionCameToKafka() throws Exception {
    update("python", "java");
    doPythonArriving(1, NOON + 20);

    assertThat(writes("rec:ada").get(0).eventMillis()).isEqualTo(NOON);
    assertThat(writes("rec:ada").get(0).arrivedMillis()).isEqualTo(NOON + 20);
  }

  @Test
  void tellsWithAListThatHadToWaitWhenTheFirstOfItsInteractionsCame() throws Exception {
    doPythonArriving(1, NOON + 20);
    doPythonArriving(2, NOON + 30);
    update("python", "java");

    assertThat(writes("rec:ada").get(0).eventMillis()).isEqualTo(NOON);
    assertThat(writes("rec:ada").get(0).arrivedMillis()).isEqualTo(NOON + 20);
  }

  @Test
  void publishesNothingFromAPartOfTheDirectory() throws Exception {
    doPython("ada", NOON);
    ranking.processElement2(
        new ModelUpdate(
            trainer.serialize().get(0), trainer.pulse(), List.of(), new double[0], false),
        NOON);
    assertThat(writes("rec:")).isEmpty();

    update("python", "java", "go");
    assertThat(lastList("ada").items()).containsExactly("java", "go");
  }

  @Test
  void ranksBeforeThereIsAPulseWhatTheCatalogueKnows() throws Exception {
    trainer.describe(Platform.item("python", "programming"));
    trainer.describe(Platform.item("java", "programming"));
    updateAt(EventTime.NEVER);
    interact("ada", "python", NOON, "java");

    assertThat(lastList("ada").items()).containsExactly("java");
  }

  @Test
  void ranksAgainWhenAnUpdateTellsOfItemsThatWereNotKnown() throws Exception {
    update("python");
    doPython("ada", NOON);
    assertThat(lastList("ada").candidates()).isEmpty();
    assertThat(lastList("ada").excluded()).containsExactly(codes("python"));

    update("java", "go");
    assertThat(lastList("ada").candidates()).hasSize(2);
    int lists = writes("rec:").size();
    update("python");
    assertThat(writes("rec:")).hasSize(lists);
  }

  @Test
  void excludesAnItemThatIsNewWithTheUpdateThatTellsOfIt() throws Exception {
    update("java", "go");
    doPython("ada", NOON);
    assertThat(lastList("ada").excluded()).isEmpty();

    update("python");
    assertThat(lastList("ada").excluded()).containsExactly(codes("python"));
  }

  @Test
  void excludesAnItemThatIsNewAlsoIfTheUserHasDoneAnotherSinceAndTheUpdateIsLate()
      throws Exception {
    update("java", "go", "yoga");
    doPython("ada", NOON);
    interact("ada", "yoga", NOON);
    ranking.setProcessingTime(60_000);
    update("java");
    assertThat(lastList("ada").excluded()).containsExactly(codes("yoga"));

    update("python");
    assertThat(lastList("ada").excluded()).containsExactly(codes("python", "yoga"));
  }

  @Test
  void ranksAgainAUserWhoHadDoneAllThereWas() throws Exception {
    update("python");
    interact("ada", "python", NOON);
    assertThat(lastList("ada").candidates()).isEmpty();

    update("c++");
    assertThat(lastList("ada").candidates())
        .extracting(candidate -> candidate.item() + " " + candidate.reason())
        .containsExactly("c++ trending");
  }

  @Test
  void ranksAgainByTheUpdateOfItsMomentAListThatWasFarAhead() throws Exception {
    update("python", "java", "go");
    doPython("ada", NOON + 60 * MINUTE);
    int lists = writes("rec:").size();
    updateAt(NOON + 59 * MINUTE);
    assertThat(writes("rec:")).hasSize(lists);

    updateAt(NOON + 60 * MINUTE);
    updateAt(NOON + 61 * MINUTE);
    assertThat(writes("rec:")).hasSize(lists + 1);
  }

  /** Half of the users get it. */
  private static final Weighting OTHER_WEIGHTS =
      new Weighting(
          "a",
          "b",
          new Assignment("a", 0.0, List.of(0.5, 0.5)),
          1,
          Arrays.stream(Signal.values())
              .map(signal -> signal == Signal.SIMILAR ? 0.0 : 1.0)
              .toList());

  private List<String> experimentsOf(String user) {
    List<RedisWrite> lists =
        writes("rec:").stream().filter(write -> write.key().equals("rec:" + user)).toList();
    List<String> names = new ArrayList<>();
    Platform.json(lists.get(lists.size() - 1).value())
        .path("variants")
        .forEach(each -> names.add(each.get("experiment").asText()));
    return names;
  }

  @Test
  void writesTheListByTheWeightsOfTheUsersVariantToo() throws Exception {
    trainer.weigh(List.of(OTHER_WEIGHTS));
    update("python", "java", "go");
    for (int user = 0; user < 20; user++) {
      doPython("user-" + user, NOON);
      assertThat(experimentsOf("user-" + user))
          .isEqualTo(OTHER_WEIGHTS.isOf("user-" + user) ? List.of("a") : List.of());
    }
  }

  @Test
  void writesItForUsersWhoDoNothingAsSoonAsTheModelTellsOfIt() throws Exception {
    update("python", "java", "go");
    for (int user = 0; user < 500; user++) {
      doPython("user-" + user, NOON);
    }
    trainer.weigh(List.of(OTHER_WEIGHTS));
    updateAt(NOON);
    for (long millis = 0; millis < 1_000; millis += 10) {
      ranking.setProcessingTime(millis);
    }

    for (int user = 0; user < 500; user++) {
      boolean isOf = OTHER_WEIGHTS.isOf("user-" + user);
      assertThat(experimentsOf("user-" + user)).hasSize(isOf ? 1 : 0);
    }
    int lists = writes("rec:").size();
    updateAt(NOON);
    ranking.setProcessingTime(2_000);
    assertThat(writes("rec:")).hasSize(lists);
  }

  /** As Flink does where another operator of the task cannot begin. */
  @Test
  void isClosedThoughItHasNotBegun() {
    CandidateRanker operator = new CandidateRanker(SETTINGS, null);

    assertThatCode(operator::close).doesNotThrowAnyException();
  }

  @Test
  void losesPatienceWithItemsThatNoUpdateTellsOf() throws Exception {
    update("python");
    doPython("ada", NOON);
    ranking.setProcessingTime(10_000);
    update("python");
    int lists = writes("rec:").size();
    update("python");

    assertThat(writes("rec:")).hasSize(lists);
  }

  /** Python goes with Java. */
  private void publishPython(boolean settled) throws Exception {
    publishPython(NOON, settled);
  }

  private void publishPython(long interactedMillis, boolean settled) throws Exception {
    Neighbours neighbours =
        new Neighbours(
            Fingerprint.of("python"),
            new long[] {Fingerprint.of("java")},
            new float[] {0.5f},
            new float[1],
            new float[1]);
    ranking.processElement1(
        RankingInput.of(
            new RankingInput.Similar("python", neighbours, NOON, interactedMillis, settled)),
        NOON);
  }

  private RedisWrite lastSimilar() {
    List<RedisWrite> similar = writes("similar:");
    return similar.get(similar.size() - 1);
  }

  @Test
  void publishesTheNeighboursOfAnItemWithItsPopularity() throws Exception {
    update("python", "java", "java");
    publishPython(false);

    assertThat(Platform.json(lastSimilar().value()).get("items").get(0).get(0).asText())
        .isEqualTo("java");
    assertThat(Platform.json(lastSimilar().value()).get("items").get(0).get(1).asDouble())
        .isCloseTo(0.5 / Math.sqrt(2), within(1e-7));
    assertThat(Platform.json(lastSimilar().value()).get("users").asDouble()).isEqualTo(1.0);
    assertThat(Platform.json(lastSimilar().value()).get("popularity")).hasSize(5);
  }

  @Test
  void letsTheNeighboursOfAnItemThatIsNotKnownWaitForTheNextUpdate() throws Exception {
    update("java");
    publishPython(false);
    assertThat(writes("similar:")).isEmpty();

    update("python");
    assertThat(writes("similar:")).hasSize(1);
    update("python");
    assertThat(writes("similar:")).hasSize(1);
  }

  @Test
  void letsTheNeighboursOfAnItemWaitUntilItsLastTouchIsKnown() throws Exception {
    update("python", "java");
    publishPython(NOON + 1, false);
    update("java");
    assertThat(writes("similar:")).isEmpty();

    trainer.enter(new ItemFacts("python", NOON, NOON + 1, new double[5], 2.0));
    update("java");
    assertThat(writes("similar:")).hasSize(1);
    assertThat(Platform.json(lastSimilar().value()).get("users").asDouble())
        .isCloseTo(2.0, within(1e-6));
  }

  @Test
  void publishesTheNeighboursOfAnItemThatIsTouchedAllTheTime() throws Exception {
    update("python", "java");
    publishPython(NOON + 1, false);
    publishPython(NOON + 2, false);
    trainer.enter(new ItemFacts("python", NOON, NOON + 1, new double[5], 2.0));
    update("java");

    assertThat(writes("similar:")).hasSize(1);
  }

  @Test
  void keepsWhatIsSettledUntilTheEndThoughItsItemWasWaitedFor() throws Exception {
    update("python", "java");
    publishPython(NOON + 1, false);
    publishPython(NOON + 1, true);
    trainer.enter(new ItemFacts("python", NOON, NOON + 1, new double[5], 2.0));
    update("java");
    assertThat(writes("similar:")).isEmpty();

    send(trainer.update(NOON + MINUTE, true));
    end();
    assertThat(writes("similar:")).hasSize(1);
  }

  @Test
  void publishesWhatIsSettledAsOfTheEnd() throws Exception {
    update("python", "java");
    publishPython(true);
    updateAt(NOON + MINUTE);
    assertThat(writes("similar:")).isEmpty();

    send(trainer.update(NOON + 2 * MINUTE, true));
    end();
    assertThat(Platform.json(lastSimilar().value()).get("asOf").asLong())
        .isEqualTo(NOON + 2 * MINUTE);
    assertThat(writes("similar:")).hasSize(1);
  }

  private void end() throws Exception {
    ranking.endInput1();
    ranking.endInput2();
  }

  @Test
  void leavesOutWhatTheCatalogueRetires() throws Exception {
    update("python", "java", "go");
    trainer.describe(new CatalogueItem("java", "", List.of(), "", 0L, true, List.of()));
    updateAt(NOON);
    doPython("ada", NOON);

    assertThat(lastList("ada").items()).containsExactly("go");
  }

  @Test
  void publishesInterestsAsOfTheNewestEventWhenOneComesLate() throws Exception {
    update("python", "yoga");
    interact("ada", "python", NOON + MINUTE, "java");
    interact("ada", "yoga", NOON, "sleep");

    assertThat(writes("interest:"))
        .hasSize(2)
        .allSatisfy(
            write ->
                assertThat(Platform.json(write.value()).get("asOf").asLong())
                    .isEqualTo(NOON + MINUTE));
  }

  @Test
  void letsAnAnswerWaitForThoseThatItOvertookAlsoThroughARestore() throws Exception {
    update("python", "java", "go", "yoga");
    ranking.processElement1(RankingInput.of(enrich("ada", 2, "yoga", NOON + MINUTE)), NOON);
    assertThat(ranking.extractOutputValues()).isEmpty();

    restore();
    send(trainer.everything());
    ranking.processElement1(RankingInput.of(enrich("ada", 1, "python", NOON, "java")), NOON);
    assertThat(lastList("ada").excluded()).containsExactly(codes("python", "yoga"));
    assertThat(writes("rec:")).hasSize(1);
  }

  @Test
  void waitsNoLongerForAnswersOfWhichTooManyAreMissing() throws Exception {
    update("python", "java", "go", "yoga");
    ranking.processElement1(RankingInput.of(enrich("ada", 2, "yoga", NOON)), NOON);
    ranking.processElement1(
        RankingInput.of(enrich("ada", 17, "python", NOON + MINUTE, "java")), NOON);

    assertThat(lastList("ada").excluded()).containsExactly(codes("yoga", "python"));
  }

  @Test
  void forgetsASilentUser() throws Exception {
    update("python", "yoga", "java");
    doPython("ada", NOON);
    ranking.setProcessingTime(SETTINGS.userTtl().toMillis() + 1);
    ranking.setStateTtlProcessingTime(SETTINGS.userTtl().toMillis() + 1);
    numbers.clear();
    interact("ada", "yoga", NOON + MINUTE, "sleep");

    assertThat(lastList("ada").excluded()).containsExactly(codes("yoga"));
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    update("python", "java", "go", "yoga");
    doPython("ada", NOON);
    restore();
    send(trainer.everything());
    assertThat(writes("rec:")).isEmpty();

    interact("ada", "yoga", NOON + MINUTE);
    assertThat(lastList("ada").excluded()).containsExactlyInAnyOrder(codes("python", "yoga"));
    assertThat(lastList("ada").items()).containsExactly("java", "go");
  }

  @Test
  void ranksAfterARestoreWhoWasMarkedBefore() throws Exception {
    doPython("ada", NOON);
    restore();
    assertThat(writes("rec:")).isEmpty();

    update("python", "java", "go");
    assertThat(lastList("ada").items()).containsExactly("java", "go");
    assertThat(writes("rec:")).hasSize(1);
    restore();
    updateAt(NOON + MINUTE);
    assertThat(writes("rec:")).isEmpty();
  }

  @Test
  void publishesTheNeighboursThatCameBeforeTheDirectory() throws Exception {
    publishPython(false);
    update("python", "java");

    assertThat(writes("similar:")).hasSize(1);
  }

  @Test
  void publishesAfterARestoreTheNeighboursThatWaited() throws Exception {
    publishPython(false);
    restore();
    update("python", "java");

    assertThat(writes("similar:")).hasSize(1);
  }

  @Test
  void keepsTheNewestListOfEachUserWhenItIsRescaled() throws Exception {
    List<String> names = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      names.add("user-" + user);
      interact("user-" + user, "python", NOON, "java");
      interact("user-" + user, "yoga", NOON + MINUTE, "sleep");
    }
    OperatorSubtaskState snapshot = ranking.snapshot(1L, NOON);
    trainer.update(NOON + MINUTE, false);
    for (int task = 0; task < 2; task++) {
      close();
      ranking = newRanking(2, task);
      ranking.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 1, 2, task));
      ranking.open();
      update("python", "java", "yoga", "sleep");
      int own = task;
      List<String> ownNames =
          names.stream()
              .filter(
                  name ->
                      KeyGroupRangeAssignment.assignKeyToParallelOperator(name, MAX_PARALLELISM, 2)
                          == own)
              .toList();

      assertThat(writes("rec:"))
          .extracting(RedisWrite::key)
          .containsOnlyOnceElementsOf(ownNames.stream().map("rec:"::concat).toList());
      for (String name : ownNames) {
        assertThat(lastList(name).items()).containsExactlyInAnyOrder("java", "sleep");
      }
    }
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = ranking.snapshot(1L, NOON);
    close();
    ranking = newRanking(1, 0);
    ranking.initializeState(snapshot);
    ranking.open();
  }

  private static Trainer trainer(RecommenderSettings scoring) {
    return new Trainer(scoring.items(), scoring.lists(), scoring.pulse(), scoring.model());
  }

  @Test
  void tellsOthersOfInterestsOnlyWhereTheyWantToKnow() throws Exception {
    doPython("ada", NOON);
    assertThat(ranking.getSideOutput(CandidateRanker.USER_STATES)).isNull();

    ranking.close();
    numbers.clear();
    ranking =
        newRanking(
            RecommendationsSettings.from(
                Configuration.fromMap(Map.of("kafka.topics.interests", "interests")),
                RedisKeys.plain()),
            1,
            0);
    ranking.open();
    doPython("ada", NOON);

    UserState told = ranking.getSideOutput(CandidateRanker.USER_STATES).element().getValue();
    assertThat(RecordEncoding.interests().decode(Objects.requireNonNull(told.value())))
        .isEqualTo(
            new InterestState(
                "ada", Instant.ofEpochMilli(NOON), List.of(new TagWeight("programming", 1.0))));
  }
}
