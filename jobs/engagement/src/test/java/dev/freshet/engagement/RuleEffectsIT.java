package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.DAY;
import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;

/** What came of rules, between a real Kafka and a real Redis. */
class RuleEffectsIT extends OnPlatform {

  private static final int USERS = 40;
  private static final Rule BUDGETED = Rules.measured("budgeted", 8L);

  /** All meet the rules, and some return. */
  private static List<Interaction> firstDays() {
    List<Interaction> events = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      events.add(study("user-" + user, MONDAY_NOON + user * MINUTE));
    }
    for (int user = 0; user < USERS; user += 3) {
      events.add(study("user-" + user, MONDAY_NOON + 2 * DAY + user * MINUTE));
    }
    events.add(study("time", MONDAY_NOON + 2 * DAY + HOUR));
    return events;
  }

  /** Some of those who have returned buy something. */
  private static List<Interaction> purchases() {
    List<Interaction> events = new ArrayList<>();
    for (int user = 0; user < USERS; user += 6) {
      events.add(
          Interaction.of(
              "purchase-" + user,
              "user-" + user,
              "go",
              MONDAY_NOON + 3 * DAY + user * MINUTE,
              InteractionKind.PURCHASE));
    }
    return events;
  }

  /** Some return later; then hardly anything happens. */
  private static List<Interaction> lastDays() {
    List<Interaction> events = new ArrayList<>();
    for (int user = 0; user < USERS; user += 4) {
      events.add(study("user-" + user, MONDAY_NOON + 10 * DAY + user * MINUTE));
    }
    for (int day : new int[] {20, 30, 31}) {
      events.add(study("time", MONDAY_NOON + day * DAY));
    }
    return events;
  }

  @Test
  void areTheSameAsInProcessAndGoOnFromASavepoint(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Map<String, String> expected = inProcess();
    platform.apply(
        Rules.MEASURED,
        BUDGETED,
        Rules.EACH,
        Rule.onEach("buys", Set.of("purchase"), "", Rules.TEN));
    JobClient job = platform.start(options);
    platform.happen(firstDays());
    // Each topic has a time of its own: none must run ahead of another.
    awaitPoints("user-39", 20);
    platform.happen(purchases());
    awaitPoints("user-30", 30);

    EndOfStart.await(cluster, job);
    String savepoint = platform.stop(job);
    platform.resume(options, savepoint);
    platform.happen(lastDays());

    eventually()
        .untilAsserted(
            () -> {
              for (String key : List.of("rule:measured", "rule:budgeted")) {
                assertThat(platform.redis().get(key)).isEqualTo(expected.get(key));
              }
            });
    assertThat(expected.get("rule:budgeted"))
        .contains("\"rewarded\":{\"users\":8,\"followed7\":8,\"followed28\":8,\"cost\":2.0000}");
  }

  @Test
  void arePublishedAgainWhenRedisHasLostThem() throws Exception {
    platform.apply(Rules.MEASURED);
    platform.start(options);
    platform.happen(study("ada", MONDAY_NOON), study("bob", MONDAY_NOON + HOUR));
    awaitDocument("rule:measured", "\"users\":1,");

    platform.redis().flushall();

    awaitDocument("rule:measured", "\"users\":1,");
  }

  private void awaitDocument(String key, String part) {
    eventually().untilAsserted(() -> assertThat(platform.redis().get(key)).contains(part));
  }

  private Map<String, String> inProcess() {
    WrittenDocuments written = new WrittenDocuments();
    EngagementInProcess job =
        new EngagementInProcess(
            EngagementSettings.from(options, RedisKeys.plain()),
            List.of(usable(Rules.MEASURED), usable(BUDGETED)),
            List.of(),
            written);
    for (List<Interaction> days : List.of(firstDays(), purchases(), lastDays())) {
      for (Interaction interaction : days) {
        job.accept(interaction);
        job.pass(interaction.atMillis() - 1);
      }
    }
    job.publishEffects();
    return written.documents();
  }

  private static UsableRule usable(Rule rule) {
    return new UsableRule(rule, Condition.ALWAYS, Condition.ALWAYS);
  }
}
