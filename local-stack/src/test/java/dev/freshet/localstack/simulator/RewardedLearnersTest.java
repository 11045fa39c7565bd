package dev.freshet.localstack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.engagement.EngagementInProcess;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.engagement.EngagementSettings;
import dev.freshet.engagement.GivenReward;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.engagement.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** Simulated learners whom the job's own rewards bring back, as the rule's document tells. */
class RewardedLearnersTest {

  private static final long MONDAY = 1_764_547_200_000L;
  private static final long DAY = 86_400_000L;
  private static final int DAYS = 70;
  private static final int EVENTS_A_DAY = 400;
  private static final String KEY = "rule:measured";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of 4,000 learners, who come once in three weeks, those whom nothing moves. */
  private static final SimulatorSettings RARE =
      new SimulatorSettings(5, 4_000, 100, 12, 5, 2.0, 0.05, 500.0);

  /** Whoever is there for the first time is rewarded, or held out. */
  private static final Rule MEASURED =
      new Rule(
          "measured",
          Set.of(),
          "",
          Every.EVENT,
          new Limit(1, Window.EVER),
          "",
          0L,
          Rule.NO_END,
          "",
          0.5,
          0L,
          new Reward(10, "", "", 0L, "", 0.25));

  /** The job at work, which passes its rewards on. */
  private static final class Platform implements EngagementInProcess.Results {

    private final EngagementInProcess job;
    private final Consumer<Grant> rewards;
    private String document = "";

    private Platform(Consumer<Grant> rewards) {
      this.rewards = rewards;
      Configuration options = new Configuration();
      options.set(EngagementOptions.COUPON_SECRET, "none");
      job =
          new EngagementInProcess(
              EngagementSettings.from(options, RedisKeys.plain()),
              List.of(new UsableRule(MEASURED, Condition.ALWAYS, Condition.ALWAYS)),
              List.of(),
              this);
    }

    @Override
    public void write(RedisWrite write) {
      if (write.key().equals(KEY)) {
        document = write.value();
      }
    }

    @Override
    public void given(Grant grant, GivenReward reward) {
      rewards.accept(grant);
    }
  }

  /** What is known of the rule after each day, where it is known. */
  private static List<JsonNode> live(boolean react) throws IOException {
    Simulator simulator = new Simulator(RARE);
    Platform platform =
        new Platform(
            grant -> {
              if (react) {
                simulator.rewarded(grant.user(), grant.atMillis());
              }
            });
    List<JsonNode> known = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int event = 0; event < EVENTS_A_DAY; event++) {
        long atMillis = MONDAY + day * DAY + event * (DAY / EVENTS_A_DAY);
        platform.job.accept(simulator.next(atMillis).interaction());
        platform.job.pass(atMillis);
      }
      platform.job.publishEffects();
      if (!platform.document.isEmpty()) {
        known.add(JSON.readTree(platform.document));
      }
    }
    return known;
  }

  private static boolean covers(JsonNode outcome, double truth) {
    return outcome.get("from").asDouble() <= truth && truth <= outcome.get("to").asDouble();
  }

  @Test
  void returnByAsMuchAsIsDocumentedAndTheIntervalsOfAllDaysCoverIt() throws IOException {
    List<JsonNode> known = live(true);

    JsonNode last = known.get(known.size() - 1).get("return7");
    double lift = Simulator.COMEBACK * (1.0 - last.get("heldOut").asDouble());
    assertThat(known).allSatisfy(each -> assertThat(covers(each.get("return7"), lift)).isTrue());
    assertThat(last.get("from").asDouble()).as(last.toString()).isPositive();
    assertThat(lift).isBetween(0.1, 0.25);
  }

  @Test
  void doNotReturnMoreOftenWhereNoRewardReachesThem() throws IOException {
    assertThat(live(false))
        .allSatisfy(each -> assertThat(covers(each.get("return7"), 0.0)).isTrue());
  }
}
