package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.record.ToldListRule;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.training.Directory;
import dev.freshet.scoring.training.ModelUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelTrainerTest {

  private static final long SECOND = 1_000L;

  private KeyedOneInputStreamOperatorTestHarness<String, ModelInput, ModelUpdate> model;
  private boolean hasExperiments;
  private boolean hasRules;
  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  @BeforeEach
  void open() throws Exception {
    model = newModel();
    model.setProcessingTime(NOON);
    model.open();
    model.setProcessingTime(NOON);
  }

  @AfterEach
  void close() throws Exception {
    model.close();
  }

  private KeyedOneInputStreamOperatorTestHarness<String, ModelInput, ModelUpdate> newModel()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new ModelTrainer(SETTINGS, null, hasExperiments, hasRules),
        ModelInput::key,
        Types.STRING,
        1,
        1,
        0);
  }

  /** Another model, which waits for a topic of experiments. */
  private void openWithExperiments() throws Exception {
    close();
    hasExperiments = true;
    open();
  }

  /** Another model, which waits for a topic of rules. */
  private void openWithRules() throws Exception {
    close();
    hasRules = true;
    open();
  }

  private void tellRule(String id, String when, long offset) throws Exception {
    ListRule rule =
        new ListRule(
            id, Set.of(), when, ListAction.HIDE, 0, "", "", NOON, NOON + 60 * MINUTE, 0, "", "");
    tell(
        new ToldListRule(
            id, RecordEncoding.listRules().encode(ListRuleRecords.record(rule)), offset, false));
  }

  private void tell(ToldListRule told) throws Exception {
    model.processElement(ModelInput.of(told), 0L);
  }

  private void describe(String item, String author) throws Exception {
    model.processElement(
        ModelInput.of(
            new CatalogueItem(
                item, "", List.of(), "", 0L, false, ItemVector.NONE, null, "", author)),
        0L);
  }

  /** The items that rules in the pulse are about, by rule. */
  private Map<String, List<String>> ruled() {
    Map<String, List<String>> items = new TreeMap<>();
    pulse()
        .path("rules")
        .forEach(
            rule -> {
              List<String> ids = new ArrayList<>();
              rule.get("items").forEach(id -> ids.add(id.asText()));
              items.put(rule.get("id").asText(), ids);
            });
    return items;
  }

  private void tell(String name, long untilMillis, long offset) throws Exception {
    tell(name, new Parameters(Map.of("peers", 2.0), 0.3, 0.1, false, ""), untilMillis, offset);
  }

  private void tell(String name, Parameters ofB, long untilMillis, long offset) throws Exception {
    Experiment experiment =
        new Experiment(
            name,
            List.of("home"),
            name,
            0.1,
            NOON - SECOND,
            untilMillis,
            List.of(
                new Variant(Variant.CONTROL, 0.5, Parameters.USUAL), new Variant("b", 0.5, ofB)),
            Metric.CTR,
            List.of(),
            1L);
    byte[] record = RecordEncoding.experiments().encode(ExperimentRecords.record(experiment));
    tell(new ToldExperiment(name, record, offset));
  }

  private void tell(ToldExperiment told) throws Exception {
    model.processElement(ModelInput.of(told), 0L);
  }

  private List<String> experiments() {
    List<String> names = new ArrayList<>();
    pulse().path("experiments").forEach(each -> names.add(each.get("name").asText()));
    return names;
  }

  /** One more user interacts with an item. */
  private void interact(String item, long atMillis) throws Exception {
    interact(item, atMillis, false);
  }

  private void interact(String item, long atMillis, boolean urgent) throws Exception {
    int count = users.merge(item, 1, Integer::sum);
    double[] popularity = new double[5];
    Arrays.fill(popularity, count);
    model.processElement(
        ModelInput.of(null, 0, new ItemFacts(item, atMillis, atMillis, popularity, count), urgent),
        atMillis);
  }

  /** A user of the sample does an item that goes with one other. */
  private void choose(String user, String item, String neighbour, long atMillis) throws Exception {
    choose(user, numbers.merge(user, 1, Integer::sum), item, neighbour, atMillis);
  }

  private void choose(String user, int number, String item, String neighbour, long atMillis)
      throws Exception {
    choose(user, number - 1, number, item, neighbour, atMillis);
  }

  private void choose(
      String user, int follows, int number, String item, String neighbour, long atMillis)
      throws Exception {
    EnrichedInteraction enriched =
        new EnrichedInteraction(
            user,
            number,
            item,
            atMillis,
            false,
            Engagement.NONE,
            new Engagement(atMillis, 1.0),
            new Neighbours(
                Fingerprint.of(item),
                new long[] {Fingerprint.of(neighbour)},
                new float[] {0.5f},
                new float[] {0.25f},
                new float[] {0.125f}),
            Onward.NONE,
            List.of(),
            new float[0],
            Opinion.NONE);
    model.processElement(
        ModelInput.of(new ModelInput.TrainingExample(enriched, 1.0), follows, null, false),
        atMillis);
  }

  private List<ModelUpdate> updates() {
    return model.extractOutputValues();
  }

  private ModelUpdate lastUpdate() {
    return updates().get(updates().size() - 1);
  }

  /** The last value written for each key. */
  private Map<String, RedisWrite> written() {
    Map<String, RedisWrite> written = new HashMap<>();
    Collection<StreamRecord<RedisWrite>> writes = model.getSideOutput(ModelTrainer.WRITES);
    if (writes != null) {
      writes.forEach(write -> written.put(write.getValue().key(), write.getValue()));
    }
    return written;
  }

  private RedisWrite written(String key) {
    return Objects.requireNonNull(written().get(key), key);
  }

  private JsonNode pulse() {
    return Platform.json(written("pulse").value());
  }

  private String steps() {
    return Objects.requireNonNull(written("weights").fields().get("steps"));
  }

  @Test
  void tellsAtOnceThatItKnowsNothing() {
    assertThat(updates()).hasSize(1);
    assertThat(lastUpdate().isComplete()).isTrue();
    assertThat(lastUpdate().pulse().size()).isZero();
  }

  @Test
  void writesThePulseOnceASecondWhenSomethingHappened() throws Exception {
    interact("python", NOON);
    interact("python", NOON + 1);
    interact("java", NOON + 2);
    model.setProcessingTime(NOON + SECOND);

    assertThat(pulse().get("items")).hasSize(2);
    assertThat(pulse().get("items").get(0).get(0).asText()).isEqualTo("python");
    assertThat(pulse().get("items").get(1).get(1).asDouble()).isZero();
    assertThat(pulse().get("asOf").asLong()).isEqualTo(NOON + 2);
    int writes = model.getSideOutput(ModelTrainer.WRITES).size();
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(model.getSideOutput(ModelTrainer.WRITES)).hasSize(writes);
  }

  @Test
  void tellsAndWritesAtOnceWhatIsUrgent() throws Exception {
    interact("python", NOON, true);
    interact("java", NOON, true);
    model.setProcessingTime(NOON + 50);

    assertThat(updates()).hasSize(2);
    assertThat(lastUpdate().pulse().size()).isEqualTo(2);
    assertThat(pulse().get("items")).hasSize(2);
  }

  @Test
  void writesThePulsesOfTagsAndTheWeights() throws Exception {
    model.processElement(ModelInput.of(Platform.item("python", "programming")), 0L);
    interact("python", NOON);
    model.setProcessingTime(NOON + SECOND);

    assertThat(written()).containsKeys("pulse:programming", "weights");
    assertThat(steps()).isEqualTo("0");
  }

  private void describe(String item, boolean isRetired, String... tags) throws Exception {
    model.processElement(
        ModelInput.of(new CatalogueItem(item, "", List.of(tags), "", 0L, isRetired, List.of())),
        NOON);
  }

  /** What Redis has of retired items after all writes. */
  private Map<String, Double> retired() {
    Map<String, Double> retired = new HashMap<>();
    for (var written : model.getSideOutput(ModelTrainer.WRITES)) {
      RedisWrite write = written.getValue();
      if (write.kind() == RedisWrite.Kind.MEMBER) {
        retired.put(write.value(), write.score());
      } else if (write.kind() == RedisWrite.Kind.NO_MEMBER) {
        retired.remove(write.value());
      }
    }
    return retired;
  }

  @Test
  void tellsRedisAtOnceWhatIsRetiredAndSinceWhen() throws Exception {
    describe("python", true);
    model.setProcessingTime(NOON + SECOND);
    describe("java", true);
    describe("python", true);

    assertThat(retired()).isEqualTo(Map.of("python", (double) NOON, "java", NOON + 1_000.0));
    assertThat(model.getSideOutput(ModelTrainer.WRITES))
        .extracting(write -> write.getValue().key())
        .contains("retired");
  }

  @Test
  void tellsRedisThatAnItemIsRetiredNoLonger() throws Exception {
    describe("python", true);
    describe("python", false);

    assertThat(retired()).isEmpty();
  }

  @Test
  void takesBackWhatAJobBeforeItMayHaveSaidOfAnItem() throws Exception {
    describe("python", false);

    assertThat(model.getSideOutput(ModelTrainer.WRITES))
        .extracting(write -> write.getValue())
        .containsOnlyOnce(RedisWrite.noMember("retired", "python"));
  }

  @Test
  void tellsAfterARestoreAgainWhatIsRetiredAndSinceWhen() throws Exception {
    describe("python", true);
    model.setProcessingTime(NOON + SECOND);
    describe("java", true);
    restore();

    assertThat(retired()).isEqualTo(Map.of("python", (double) NOON, "java", NOON + 1_000.0));
  }

  /** Redis may have been set back to when it was. */
  @Test
  void tellsAfterARestoreAgainWhatIsRetiredNoLonger() throws Exception {
    describe("python", true);
    describe("python", false);
    restore();

    assertThat(model.getSideOutput(ModelTrainer.WRITES))
        .extracting(write -> write.getValue())
        .containsOnlyOnce(RedisWrite.noMember("retired", "python"));
  }

  @Test
  void forgetsWhatIsRetiredWhenNoDocumentCanHaveItAnyMore() throws Exception {
    interact("go", NOON);
    describe("python", true);
    model.setProcessingTime(NOON + SETTINGS.userTtl().toMillis());
    assertThat(retired()).containsKey("python");
    model.setProcessingTime(NOON + SETTINGS.userTtl().toMillis() + 180 * MINUTE);

    assertThat(retired()).isEmpty();
  }

  /** The tags by item that Redis has after all writes. */
  private Map<String, String> tags() {
    Map<String, String> tags = new HashMap<>();
    for (var written : model.getSideOutput(ModelTrainer.WRITES)) {
      RedisWrite write = written.getValue();
      if (write.kind() == RedisWrite.Kind.FIELD) {
        tags.putAll(write.fields());
      } else if (write.kind() == RedisWrite.Kind.NO_FIELD) {
        tags.remove(write.value());
      }
    }
    return tags;
  }

  @Test
  void tellsRedisTheTagsOfItems() throws Exception {
    describe("python", false, "code", "beginner");
    describe("a", false, "a\nb", "a\\b");
    describe("go", false, "code");
    describe("go", true, "code");
    describe("java", false, "code");
    describe("java", false);

    assertThat(tags()).isEqualTo(Map.of("python", "\ncode\nbeginner\n", "a", "\na\\nb\na\\\\b\n"));
    describe("go", false, "code");
    assertThat(tags()).containsEntry("go", "\ncode\n");
  }

  @Test
  void saysThatRedisHasAllTagsWhenTheCatalogueIsRead() throws Exception {
    describe("python", false, "code");
    model.setProcessingTime(NOON + SECOND);
    assertThat(tags()).isEqualTo(Map.of("python", "\ncode\n"));
    interact("python", NOON);
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(tags()).isEqualTo(Map.of("", "1", "python", "\ncode\n"));
  }

  @Test
  void tellsRedisTagsAgainOnlyIfTheyAreOthers() throws Exception {
    describe("python", false, "code");
    int writes = model.getSideOutput(ModelTrainer.WRITES).size();
    describe("python", false, "code");

    assertThat(model.getSideOutput(ModelTrainer.WRITES)).hasSize(writes);
  }

  @Test
  void takesBackTagsThatAJobBeforeItMayHaveToldOfAnItem() throws Exception {
    describe("python", false);

    assertThat(model.getSideOutput(ModelTrainer.WRITES))
        .extracting(write -> write.getValue())
        .containsOnlyOnce(RedisWrite.noField("tags", "python"));
  }

  @Test
  void tellsAfterARestoreAgainTheTagsOfAllItems() throws Exception {
    describe("python", false, "code");
    describe("go", true, "code");
    interact("python", NOON);
    restore();
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(tags()).isEqualTo(Map.of("", "1", "python", "\ncode\n"));
  }

  @Test
  void writesThePulsesOfTagsWithoutWaitingWhenAnItemIsRetired() throws Exception {
    describe("python", false, "code");
    describe("java", false, "code");
    interact("python", NOON);
    interact("java", NOON);
    model.setProcessingTime(NOON + SECOND);
    describe("python", true, "code");
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(Platform.json(written("pulse:code").value()).get("items"))
        .extracting(row -> row.get(0).asText())
        .containsExactly("java");
  }

  @Test
  void writesAPulseThatHasBecomeEmpty() throws Exception {
    describe("python", false, "code");
    interact("python", NOON);
    model.setProcessingTime(NOON + SECOND);
    assertThat(pulse().get("items")).hasSize(1);
    describe("python", true, "code");
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(pulse().get("items")).isEmpty();
    assertThat(pulse().get("away")).allMatch(part -> part.get("items").isEmpty());
    assertThat(written("pulse:code").kind()).isEqualTo(RedisWrite.Kind.NOTHING);
  }

  @Test
  void learnsFromChoicesOfUsersItKnows() throws Exception {
    interact("java", NOON);
    choose("ada", "python", "java", NOON);
    choose("ada", "java", "go", NOON + 2 * SECOND);
    model.setProcessingTime(NOON + 3 * SECOND);

    assertThat(steps()).isEqualTo("1");
    assertThat(updates())
        .extracting(update -> update.pulse().asOfMillis())
        .contains(NOON, NOON + 2 * SECOND);
  }

  @Test
  void learnsFromAnAnswerThatOvertookAnotherWhenThatHasCome() throws Exception {
    interact("java", NOON);
    choose("ada", 1, "python", "java", NOON);
    choose("ada", 3, "java", "go", NOON + 2 * SECOND);
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(steps()).isEqualTo("0");
    restore();
    choose("ada", 2, "yoga", "sleep", NOON + SECOND);
    model.setProcessingTime(NOON + 4 * SECOND);

    assertThat(steps()).isEqualTo("2");
  }

  @Test
  void learnsNothingFromAUserOfWhomMuchIsMissingUntilEnoughIsKnown() throws Exception {
    interact("java", NOON);
    for (int number = 40; number < 50; number++) {
      choose("ada", number, "item-" + number, "java", NOON + number * SECOND);
    }
    model.setProcessingTime(NOON + 60 * SECOND);

    assertThat(steps()).isEqualTo("1");
  }

  /** As one is when more events come at once than the model learns from. */
  @Test
  void waitsForNothingOfAUserWhoWasOutOfTheSampleForAWhile() throws Exception {
    for (String item : List.of("java", "python", "go", "yoga", "sleep")) {
      interact(item, NOON);
    }
    choose("ada", 1, "python", "java", NOON);
    choose("ada", 1, 4, "go", "java", NOON + 2 * SECOND);
    choose("ada", 9, 10, "yoga", "java", NOON + 8 * SECOND);
    choose("ada", 4, 9, "sleep", "java", NOON + 7 * SECOND);
    model.setProcessingTime(NOON + 10 * SECOND);

    assertThat(pulse().get("peers"))
        .extracting(step -> step.get(0).asText())
        .containsExactly("yoga", "sleep", "go");
  }

  @Test
  void forgetsItemsThatStayedSilentForTheirTtl() throws Exception {
    interact("forgotten", NOON - SETTINGS.itemTtl().toMillis() - MINUTE);
    model.processElement(ModelInput.of(Platform.item("listed", "programming")), 0L);
    interact("python", NOON);
    model.setProcessingTime(NOON + SECOND);
    Directory directory = directory();
    updates().forEach(directory::enter);
    assertThat(directory.table().size()).isEqualTo(3);
    model.setProcessingTime(NOON + 60 * MINUTE + SECOND);

    assertThat(pulse().get("items"))
        .extracting(row -> row.get(0).asText())
        .containsExactlyInAnyOrder("python", "listed");
    updates().forEach(directory::enter);
    assertThat(directory.table().size()).isEqualTo(2);
  }

  @Test
  void tellsReadersOfExperimentsWithinASecondThoughNothingHappens() throws Exception {
    openWithExperiments();
    interact("python", NOON);
    tell(ToldExperiment.endOfStart());
    model.setProcessingTime(NOON + SECOND);
    assertThat(experiments()).isEmpty();

    tell("a", NOON + 60 * SECOND, 1L);
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(pulse().get("experiments").get(0))
        .hasToString(
            """
            {"name":"a","placements":["home"],"salt":"a","holdout":0.1,"from":%d,"until":%d,\
            "variants":[{"name":"control","share":0.5},\
            {"name":"b","share":0.5,"peers":2.0,"rules":false,"tagShare":0.3,"exploration":0.1}]}"""
                .formatted(NOON - SECOND, NOON + 60 * SECOND));
    tell("b", NOON + 60 * MINUTE, 2L);
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(experiments()).containsExactly("a", "b");
    tell(new ToldExperiment("b", null, 3L));
    model.setProcessingTime(NOON + 4 * SECOND);
    assertThat(experiments()).containsExactly("a");
    model.setProcessingTime(NOON + 60 * SECOND);
    assertThat(experiments()).isEmpty();
  }

  private static Parameters weights(Map<String, Double> weights) {
    return new Parameters(weights, null, null, null, "");
  }

  private List<String> weighted() {
    return lastUpdate().weighted().stream()
        .map(each -> each.weighting().experiment() + ":" + each.weighting().variant())
        .toList();
  }

  @Test
  void tellsThoseWhoRankAndReadersOfTheWeightsOfVariantsThoughNothingHappens() throws Exception {
    openWithExperiments();
    interact("python", NOON);
    tell(ToldExperiment.endOfStart());
    model.setProcessingTime(NOON + SECOND);
    assertThat(weighted()).isEmpty();
    assertThat(pulse().has("variants")).isFalse();

    tell("a", weights(Map.of("age", 2.0)), NOON + 60 * SECOND, 1L);
    tell("c", weights(Map.of("similar", 2.0)), NOON + 60 * MINUTE, 2L);
    model.setProcessingTime(NOON + 2 * SECOND);
    assertThat(weighted()).containsExactly("a:b", "c:b");
    assertThat(pulse().get("variants")).hasSize(1);
    assertThat(pulse().get("variants").get(0).get("experiment").asText()).isEqualTo("a");
    assertThat(pulse().get("variants").get(0).get("variant").asText()).isEqualTo("b");
    assertThat(pulse().get("variants").get(0).get("items")).isEqualTo(pulse().get("items"));
    assertThat(pulse().get("variants").get(0).get("away")).hasSize(4);

    restore();
    assertThat(weighted()).containsExactly("a:b", "c:b");
    model.setProcessingTime(NOON + 61 * SECOND);
    assertThat(weighted()).containsExactly("c:b");
    interact("python", NOON + 61 * SECOND);
    model.setProcessingTime(NOON + 62 * SECOND);
    assertThat(pulse().has("variants")).isFalse();
  }

  @Test
  void writesNoPulseBeforeItKnowsTheExperimentsThatThereAre() throws Exception {
    openWithExperiments();
    interact("python", NOON, true);
    model.setProcessingTime(NOON + SECOND);
    assertThat(written()).doesNotContainKey("pulse");

    tell("a", NOON + 60 * MINUTE, 1L);
    model.setProcessingTime(NOON + 2 * SECOND);
    assertThat(written()).doesNotContainKey("pulse");

    tell(ToldExperiment.endOfStart());
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(experiments()).containsExactly("a");
  }

  @Test
  void knowsExperimentsAfterARestore() throws Exception {
    openWithExperiments();
    interact("python", NOON);
    tell("a", NOON + 60 * MINUTE, 7L);
    tell(ToldExperiment.endOfStart());
    model.setProcessingTime(NOON + SECOND);
    restore();
    interact("python", NOON + SECOND);
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(experiments()).containsExactly("a");
    tell("a", NOON + SECOND, 6L);
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(experiments()).containsExactly("a");
  }

  @Test
  void forgetsExperimentsWhereTheTopicIsNotReadAnyMore() throws Exception {
    openWithExperiments();
    interact("python", NOON);
    tell("a", NOON + 60 * MINUTE, 7L);
    tell(ToldExperiment.endOfStart());
    hasExperiments = false;
    restore();
    interact("python", NOON + SECOND);
    model.setProcessingTime(NOON + 2 * SECOND);
    assertThat(experiments()).isEmpty();

    hasExperiments = true;
    restore();
    tell(ToldExperiment.endOfStart());
    interact("python", NOON + 2 * SECOND);
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(experiments()).isEmpty();
  }

  @Test
  void tellsReadersOfRulesAndTheirItemsWithinASecondThoughNothingHappens() throws Exception {
    openWithRules();
    interact("python", NOON);
    describe("go", "ada");
    tell(ToldListRule.endOfStart());
    model.setProcessingTime(NOON + SECOND);
    assertThat(ruled()).isEmpty();

    tellRule("of-ada", "item.author == 'ada'", 1L);
    model.setProcessingTime(NOON + 2 * SECOND);
    assertThat(ruled()).containsExactly(Map.entry("of-ada", List.of("go")));
    describe("rust", "ada");
    describe("go", "ben");
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(ruled()).containsExactly(Map.entry("of-ada", List.of("rust")));
    tell(new ToldListRule("of-ada", null, 2L, true));
    model.setProcessingTime(NOON + 4 * SECOND);
    assertThat(ruled()).isEmpty();
    tellRule("all", "item.id != ''", 3L);
    model.setProcessingTime(NOON + 5 * SECOND);
    assertThat(ruled().get("all")).containsExactlyInAnyOrder("python", "rust", "go");
    model.setProcessingTime(NOON + 60 * MINUTE);
    assertThat(ruled()).isEmpty();
  }

  @Test
  void writesNoPulseBeforeItKnowsTheRulesThatThereAre() throws Exception {
    openWithRules();
    interact("python", NOON, true);
    model.setProcessingTime(NOON + SECOND);
    assertThat(written()).doesNotContainKey("pulse");

    tellRule("all", "item.id != ''", 1L);
    tell(ToldListRule.endOfStart());
    model.setProcessingTime(NOON + 2 * SECOND);
    assertThat(ruled()).containsExactly(Map.entry("all", List.of("python")));
  }

  @Test
  void knowsRulesAndWhatTheyAskForAfterARestore() throws Exception {
    openWithRules();
    interact("python", NOON);
    describe("go", "ada");
    tellRule("of-ada", "item.author == 'ada'", 7L);
    tell(ToldListRule.endOfStart());
    restore();
    interact("python", NOON + SECOND);
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(ruled()).containsExactly(Map.entry("of-ada", List.of("go")));
    tellRule("of-ada", "item.author == 'ben'", 6L);
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(ruled()).containsExactly(Map.entry("of-ada", List.of("go")));
  }

  @Test
  void forgetsRulesWhereTheTopicIsNotReadAnyMoreButNotWhatTheyAskFor() throws Exception {
    openWithRules();
    interact("python", NOON);
    describe("go", "ada");
    tellRule("of-ada", "item.author == 'ada'", 7L);
    tell(ToldListRule.endOfStart());
    hasRules = false;
    restore();
    interact("python", NOON + SECOND);
    model.setProcessingTime(NOON + 2 * SECOND);
    assertThat(ruled()).isEmpty();

    hasRules = true;
    restore();
    tell(ToldListRule.endOfStart());
    interact("python", NOON + 2 * SECOND);
    model.setProcessingTime(NOON + 3 * SECOND);
    assertThat(ruled()).isEmpty();
    tellRule("of-ada", "item.author == 'ada'", 1L);
    model.setProcessingTime(NOON + 4 * SECOND);
    assertThat(ruled()).containsExactly(Map.entry("of-ada", List.of("go")));
  }

  @Test
  void tellsReadersOfNewcomersWhereAVariantExplores() throws Exception {
    openWithExperiments();
    for (int item = 0; item < 250; item++) {
      String name = "item-" + item;
      int count = item < 220 ? 20 + item : 1;
      double[] popularity = new double[5];
      Arrays.fill(popularity, count);
      model.processElement(
          ModelInput.of(null, 0, new ItemFacts(name, NOON, NOON, popularity, count), false), NOON);
    }
    tell(ToldExperiment.endOfStart());
    model.setProcessingTime(NOON + SECOND);
    assertThat(pulse().has("newcomers")).isFalse();

    tell("a", NOON + 60 * MINUTE, 1L);
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(pulse().get("newcomers")).hasSize(10);
    assertThat(pulse().get("newcomers"))
        .allSatisfy(row -> assertThat(row.get(1).asDouble()).isPositive());
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    interact("python", NOON);
    interact("java", NOON);
    interact("java", NOON);
    model.setProcessingTime(NOON + SECOND);
    double before = pulse().get("items").get(0).get(1).asDouble();
    restore();
    interact("go", NOON);
    model.setProcessingTime(NOON + 2 * SECOND);

    assertThat(pulse().get("items")).hasSize(3);
    assertThat(pulse().get("items").get(0).get(0).asText()).isEqualTo("java");
    assertThat(pulse().get("items").get(0).get(1).asDouble()).isCloseTo(before, within(1e-6));
    assertThat(lastUpdate().pulse().size()).isEqualTo(3);
  }

  @Test
  void knowsAfterARestoreTheUsersItLearnsFrom() throws Exception {
    interact("java", NOON);
    choose("ada", "python", "java", NOON);
    model.setProcessingTime(NOON + SECOND);
    restore();
    choose("ada", "java", "go", NOON + 2 * SECOND);
    model.setProcessingTime(NOON + 3 * SECOND);

    assertThat(steps()).isEqualTo("1");
  }

  @Test
  void tellsAllItKnowsAtOnceAfterARestore() throws Exception {
    model.processElement(ModelInput.of(Platform.item("python", "code")), NOON);
    interact("python", NOON);
    interact("java", NOON);
    model.setProcessingTime(NOON + SECOND);
    restore();
    Directory directory = directory();
    updates().forEach(directory::enter);

    assertThat(directory.isComplete()).isTrue();
    assertThat(directory.table().size()).isEqualTo(2);
    assertThat(directory.pulse().size()).isEqualTo(2);
  }

  @Test
  void sendsNoLargeRecordHoweverManyItemsThereAre() throws Exception {
    for (int item = 0; item < 40_000; item++) {
      model.processElement(
          ModelInput.of(Platform.item("an-item-with-a-long-name-" + item, "tag-" + item % 100)),
          0L);
    }
    interact("python", NOON);
    restore();

    assertThat(updates().size()).isGreaterThan(2);
    assertThat(updates()).allMatch(update -> update.bytes() < 1 << 20);
    assertThat(updates().subList(0, updates().size() - 1)).noneMatch(ModelUpdate::isComplete);
    assertThat(lastUpdate().isComplete()).isTrue();
  }

  @Test
  void tellsAndWritesOnceMoreAtTheEnd() throws Exception {
    interact("python", NOON);
    model.endInput();

    assertThat(lastUpdate().ends()).isTrue();
    assertThat(pulse().get("items")).hasSize(1);
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = model.snapshot(1L, NOON);
    close();
    model = newModel();
    model.setProcessingTime(NOON + SECOND);
    model.initializeState(snapshot);
    model.open();
    model.setProcessingTime(NOON + SECOND);
  }

  private static Directory directory() {
    RecommenderSettings scoring = SETTINGS.scoring();
    return new Directory(scoring.items(), scoring.lists(), scoring.model());
  }
}
