package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.condition.ItemConditions;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.runtime.record.ToldListRule;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.testing.LoopbackCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job serves the same rules with the same items as its twin in process. */
class ListRulesTopologyIT {

  private static final int MORE_THAN_ALL = 10_000;
  private static final long A_MILLIONTH = 1;

  /** Weights that are learned depend on the order of events. */
  private static final RecommendationsSettings SETTINGS =
      RecommendationsSettings.from(
          new Configuration().set(RecommendationsOptions.MODEL_FROZEN, true), RedisKeys.plain());

  private static final List<CatalogueItem> CATALOGUE = catalogue();
  private static final List<Interaction> LOG = log();

  private static final List<ListRule> RULES =
      List.of(
          rule("boost", ListAction.FACTOR, 2.5, "item.price < 4.5", ""),
          rule("diverse", ListAction.MOST, 2, "", "author"),
          rule("gone", ListAction.HIDE, 0, "item.id in ['item-3', 'item-4']", ""),
          rule("pinned", ListAction.PIN, 3, "'tag-1' in item.tags", ""));

  private static final List<ToldListRule> TOLD = told();

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(4);

  private static List<CatalogueItem> catalogue() {
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      catalogue.add(
          new CatalogueItem(
              "item-" + i,
              "",
              List.of("tag-" + i % 3),
              "course",
              NOON,
              i == 7,
              ItemVector.NONE,
              (double) i,
              "",
              "author-" + i % 5));
    }
    return List.copyOf(catalogue);
  }

  private static List<Interaction> log() {
    List<Interaction> log = new ArrayList<>();
    for (int step = 0; step < 8; step++) {
      for (int user = 0; user < 6; user++) {
        log.add(
            click("user-" + user, "item-" + (step * step + user) % 10, NOON + log.size() * MINUTE));
      }
    }
    return List.copyOf(log);
  }

  private static ListRule rule(
      String id, ListAction action, double amount, String when, String each) {
    return new ListRule(
        id, Set.of(), when, action, amount, each, "", 0L, ListRule.NO_END, 0, "", "");
  }

  private static List<ToldListRule> told() {
    RecordEncoding<dev.freshet.schemas.ListRule> encoding = RecordEncoding.listRules();
    List<ToldListRule> told = new ArrayList<>();
    for (ListRule rule : RULES) {
      byte[] record = encoding.encode(ListRuleRecords.record(rule));
      told.add(new ToldListRule(rule.id(), record, told.size(), false));
    }
    told.add(ToldListRule.endOfStart());
    return told;
  }

  private static JsonNode rules(List<RedisWrite> writes) {
    String pulse = "";
    for (RedisWrite write : writes) {
      pulse = write.key().equals("pulse") ? write.value() : pulse;
    }
    return Platform.json(pulse).path("rules");
  }

  private static JsonNode expected() throws WrongConditionException {
    RecommendationsInProcess twin = new RecommendationsInProcess(SETTINGS);
    ItemConditions conditions = new ItemConditions();
    for (ListRule rule : RULES) {
      twin.serve(conditions.usable(rule));
    }
    CATALOGUE.forEach(twin::accept);
    LOG.forEach(twin::accept);
    twin.end();
    return rules(twin.drain());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void servesTheRulesThatTheTwinServes(int parallelism) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(new Configuration());
    env.setParallelism(parallelism);
    RecommendationsTopology topology =
        RecommendationsTopology.of(
            Streamed.of(env, "interactions", LOG, Interaction.class).keyBy(Interaction::user),
            Optional.empty(),
            Streamed.of(env, "catalogue", CATALOGUE, CatalogueItem.class),
            Optional.empty(),
            Optional.of(Streamed.of(env, "rules", TOLD, ToldListRule.class)),
            SETTINGS,
            null);

    JsonNode served = rules(topology.platform().executeAndCollect(MORE_THAN_ALL));

    JsonNode expected = expected();
    assertThat(served.findValuesAsText("id"))
        .contains("boost", "diverse", "gone", "pinned")
        .containsExactlyElementsOf(expected.findValuesAsText("id"));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(served.get(i).get("items")).isEqualTo(expected.get(i).get("items"));
      JsonNode scores = expected.get(i).path("scores");
      for (int score = 0; score < scores.size(); score++) {
        assertThat(served.get(i).get("scores").get(score).asLong())
            .isCloseTo(scores.get(score).asLong(), within(A_MILLIONTH));
      }
    }
  }
}
