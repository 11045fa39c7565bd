package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Rewards reach learners who react to them, and the rule's document tells by how much. */
class RuleEffectsInProcessTest {

  private static final String KEY = "rule:measured";
  private static final int DAYS = 70;
  private static final int NEWCOMERS = 60;
  private static final double LIFT = 0.05;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode document(ReactingLearners learners) throws IOException {
    return JSON.readTree(learners.document(KEY));
  }

  private static boolean covers(JsonNode outcome, double truth) {
    return outcome.get("from").asDouble() <= truth && truth <= outcome.get("to").asDouble();
  }

  /** How much more likely a rewarded learner is to be active on one of so many days. */
  private static double lifted(int days) {
    return Math.pow(1 - ReactingLearners.ACTIVE, days)
        - Math.pow(1 - ReactingLearners.ACTIVE - LIFT, days);
  }

  @Test
  void coverTheReactionOfLearnersEachDayAndFindIt() throws IOException {
    ReactingLearners learners = new ReactingLearners(1, LIFT, Rules.MEASURED);
    for (int day = 0; day < DAYS; day++) {
      JsonNode known = document(learners.live(NEWCOMERS));
      assertThat(covers(known.get("return7"), lifted(7))).as("day %d: %s", day, known).isTrue();
      assertThat(covers(known.get("return28"), lifted(28))).as("day %d: %s", day, known).isTrue();
      assertThat(covers(known.get("minutes"), 28 * LIFT * 30)).as("day %d", day).isTrue();
    }

    JsonNode known = document(learners);
    assertThat(known.get("return7").get("from").asDouble()).isPositive();
    assertThat(known.get("return28").get("from").asDouble()).isPositive();
    assertThat(known.get("minutes").get("from").asDouble()).isPositive();
    assertThat(covers(known.get("costPerUserKept"), 0.25 / lifted(28))).isTrue();
    assertThat(
            known.get("rewarded").get("users").asInt() + known.get("heldOut").get("users").asInt())
        .isEqualTo(DAYS * NEWCOMERS);
  }

  @Test
  void claimNothingWhereNobodyReacts() throws IOException {
    ReactingLearners learners = new ReactingLearners(2, 0.0, Rules.MEASURED);
    for (int day = 0; day < DAYS; day++) {
      JsonNode known = document(learners.live(NEWCOMERS));
      for (String outcome : new String[] {"return7", "return28", "conversion", "minutes"}) {
        assertThat(covers(known.get(outcome), 0.0)).as("day %d: %s", day, known).isTrue();
      }
    }
  }

  @Test
  void compareThoseWhoCameBeforeTheBudgetWasSpent() throws IOException {
    ReactingLearners learners = new ReactingLearners(3, 0.0, Rules.measured("measured", 100L));
    for (int day = 0; day < 40; day++) {
      learners.live(NEWCOMERS);
    }

    JsonNode known = document(learners);
    assertThat(known.get("rewarded").get("users").asInt()).isEqualTo(100);
    assertThat(known.get("heldOut").get("users").asInt()).isBetween(70, 130);
    assertThat(known.get("rewarded").get("cost").asDouble()).isEqualTo(25.0);
    assertThat(known.get("heldOut").get("followed28").asInt())
        .isEqualTo(known.get("heldOut").get("users").asInt());
  }
}
