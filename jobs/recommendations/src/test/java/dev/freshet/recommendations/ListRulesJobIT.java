package dev.freshet.recommendations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.testing.LoopbackCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules on lists from their topic to the pulse, through a real Kafka and a real Redis. */
class ListRulesJobIT extends OnPlatform {

  private static final long NOON = 1_764_072_000_000L;
  private static final String TOPIC = "rules";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void prepare() {
    platform.createTopic(TOPIC);
    options.set(KafkaOptions.TOPICS_RULES, TOPIC);
    platform.announce(List.of(item("go", 5.0), item("rust", 20.0), item("cello", null)));
  }

  private static CatalogueItem item(String id, @Nullable Double price) {
    return new CatalogueItem(
        id, "", List.of(), "course", 0L, false, ItemVector.NONE, price, "", "ada");
  }

  private static ListRule rule(String id, ListAction action, double amount, String when) {
    return new ListRule(
        id,
        Set.of("home"),
        when,
        action,
        amount,
        "",
        "",
        NOON,
        ListRule.NO_END,
        0,
        "",
        "Spring week");
  }

  private void apply(ListRule rule) {
    put(
        ListRuleRecords.key(rule.id()),
        RecordEncoding.listRules().encode(ListRuleRecords.record(rule)));
  }

  private void put(String key, byte @Nullable [] record) {
    platform.send(new ProducerRecord<>(TOPIC, key.getBytes(UTF_8), record));
  }

  private JsonNode rules() throws Exception {
    String pulse = platform.redis().get("pulse");
    return pulse == null ? JSON.createObjectNode() : JSON.readTree(pulse).path("rules");
  }

  /** The items by rule; none without a pulse. */
  private Map<String, List<String>> items() throws Exception {
    Map<String, List<String>> items = new LinkedHashMap<>();
    for (JsonNode rule : rules()) {
      List<String> ids = new ArrayList<>();
      rule.get("items").forEach(id -> ids.add(id.asText()));
      items.put(rule.get("id").asText(), ids);
    }
    return items;
  }

  /** Items and reasons of a list. */
  private List<String> read(String user, String placement) {
    return platform.read(user, 10, "PLACEMENT", placement).stream()
        .map(row -> row.get(0) + " " + row.get(2))
        .toList();
  }

  @Test
  void changeListsOfEverybodyThoughNothingHappens() throws Exception {
    platform.start(options);
    platform.happen(
        Interaction.click("c1", "ada", "rust", NOON),
        Interaction.click("c2", "ben", "rust", NOON + 1));
    eventually().untilAsserted(() -> assertThat(read("stranger", "home")).isNotEmpty());

    apply(rule("cheap", ListAction.PIN, 1, "item.price < 10.0"));
    apply(rule("gone", ListAction.HIDE, 0, "!item.hasPrice"));
    eventually()
        .untilAsserted(
            () -> {
              assertThat(read("ada", "home").get(0)).isEqualTo("go rule:cheap:Spring week");
              assertThat(read("stranger", "home"))
                  .containsExactly("go rule:cheap:Spring week", "rust trending");
            });
    assertThat(read("stranger", "mail").get(0)).isEqualTo("rust trending");

    put("list:cheap", null);
    put("list:gone", null);
    eventually()
        .untilAsserted(
            () -> assertThat(read("stranger", "home").get(0)).isEqualTo("rust trending"));
  }

  @Test
  void areInThePulseWithoutAnEventAndAfterARestart(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    apply(rule("cheap", ListAction.PIN, 1, "item.price < 10.0"));
    JobClient job = platform.start(options);
    platform.happen(Interaction.click("c1", "ada", "rust", NOON));
    eventually().untilAsserted(() -> assertThat(items()).isEqualTo(Map.of("cheap", List.of("go"))));
    JsonNode cheap = rules().get(0);
    assertThat(cheap.get("pin").asInt()).isEqualTo(1);
    assertThat(cheap.get("reason").asText()).isEqualTo("Spring week");
    assertThat(cheap.get("placements").get(0).asText()).isEqualTo("home");
    assertThat(cheap.get("from").asLong()).isEqualTo(NOON);
    assertThat(cheap.has("until")).isFalse();
    assertThat(cheap.get("scores")).hasSize(1);

    apply(rule("no-price", ListAction.HIDE, 0, "!item.hasPrice"));
    eventually()
        .untilAsserted(
            () ->
                assertThat(items())
                    .isEqualTo(Map.of("cheap", List.of("go"), "no-price", List.of("cello"))));

    LoopbackCluster.awaitReadAtStart(cluster, job);
    platform.redis().del("pulse");
    platform.resume(options, platform.stop(job));
    platform.announce(List.of(item("zig", 1.0)));
    platform.happen(Interaction.click("c2", "ben", "zig", NOON + 1_000));
    eventually()
        .untilAsserted(
            () -> {
              assertThat(items().get("cheap")).containsExactlyInAnyOrder("go", "zig");
              assertThat(items().get("no-price")).containsExactly("cello");
            });

    put("list:cheap", null);
    eventually()
        .untilAsserted(() -> assertThat(items()).isEqualTo(Map.of("no-price", List.of("cello"))));
  }

  @Test
  void areRejectedIfTheyCannotBeUsedAndForgottenWithTheirTopic(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    ListRule cheap = rule("cheap", ListAction.PIN, 1, "item.price < 10.0");
    JobClient job = platform.start(options);
    platform.happen(Interaction.click("c1", "ada", "rust", NOON));
    apply(cheap);
    eventually().untilAsserted(() -> assertThat(items()).containsOnlyKeys("cheap"));

    apply(rule("wrong", ListAction.HIDE, 0, "item.colour == 'red'"));
    put("list:other", RecordEncoding.listRules().encode(ListRuleRecords.record(cheap)));
    put("audience:idle", new byte[] {1});
    put("list:cheap", new byte[] {1, 2, 3});
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.rejections())
                    .isEqualTo(Map.of("wrong-rule", 2, "malformed", 1)));
    eventually().untilAsserted(() -> assertThat(items()).isEmpty());

    apply(cheap);
    eventually().untilAsserted(() -> assertThat(items()).containsOnlyKeys("cheap"));
    LoopbackCluster.awaitReadAtStart(cluster, job);
    Configuration without = platform.options();
    without.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    platform.resume(without, platform.stop(job));
    platform.happen(Interaction.click("c2", "ben", "go", NOON + 1_000));
    eventually().untilAsserted(() -> assertThat(items()).isEmpty());
  }
}
