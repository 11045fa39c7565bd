package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.HOUR;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.SETTINGS;
import static dev.freshet.stickiness.Moments.WEDNESDAY_BEGINS;
import static dev.freshet.stickiness.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickinessInProcessTest {

  private final List<RedisWrite> writes = new ArrayList<>();
  private final StickinessInProcess job = new StickinessInProcess(SETTINGS, writes::add);

  private RedisWrite last(String key) {
    return writes.stream()
        .filter(write -> write.key().equals(key))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  @Test
  void writesAStateTheAudiencesAndAtTheEndTheCounts() {
    job.accept(click("ada", MONDAY_NOON));
    job.accept(click("ben", MONDAY_NOON));
    job.end();

    assertThat(writes)
        .extracting(RedisWrite::key)
        .contains("stickiness:ada", "stickiness:ben", "stickiness:top", "stickiness:at-risk");
    assertThat(last("stickiness:tiers").fields()).containsEntry("new", "2");
  }

  @Test
  void writesNothingOfALogWithoutEvents() {
    job.pass(MONDAY_NOON);
    job.end();

    assertThat(writes).isEmpty();
  }

  @Test
  void letsAStateFallAsTimePasses() {
    job.accept(click("ada", MONDAY_NOON));
    job.pass(WEDNESDAY_BEGINS - 1);
    assertThat(last("stickiness:ada").fields()).containsEntry("streak", "1");
    job.pass(WEDNESDAY_BEGINS);

    assertThat(last("stickiness:ada").fields())
        .containsEntry("streak", "0")
        .containsEntry("asOf", Long.toString(WEDNESDAY_BEGINS));
  }

  @Test
  void forgetsAUserAndBeginsAnew() {
    job.accept(click("ada", MONDAY_NOON));
    job.pass(MONDAY_NOON + 367 * DAY);
    assertThat(last("stickiness:ada").kind()).isEqualTo(RedisWrite.Kind.NOTHING);
    job.accept(click("ada", MONDAY_NOON + 400 * DAY));
    job.accept(click("ada", MONDAY_NOON + 800 * DAY));
    job.end();

    assertThat(last("stickiness:ada").fields()).containsEntry("tier", "new");
    assertThat(last("stickiness:tiers").fields())
        .containsEntry("new", "1")
        .containsEntry("dormant", "0");
  }

  @Test
  void letsAStateFallAtTheUsersOwnMomentAfterMidnight() {
    StickinessJobSettings settings =
        Moments.settings(Map.of("stickiness.midnight.spread", "10 min"));
    long ownMoment = settings.spread().lookMillis("ada", WEDNESDAY_BEGINS);
    StickinessInProcess spread = new StickinessInProcess(settings, writes::add);
    spread.accept(click("ada", MONDAY_NOON));
    spread.pass(ownMoment - 1);
    assertThat(last("stickiness:ada").fields()).containsEntry("streak", "1");
    spread.pass(ownMoment);

    assertThat(last("stickiness:ada").fields())
        .containsEntry("streak", "0")
        .containsEntry("asOf", Long.toString(WEDNESDAY_BEGINS));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void writesTheSameInTheEndWhateverCameFirst(long seed) {
    List<Interaction> log = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      long atMillis = MONDAY_NOON + 7 * HOUR * i + random.nextInt((int) HOUR);
      log.add(click("user-" + random.nextInt(12), atMillis));
    }
    Map<String, Object> ordered = held(log);
    // Ten events take about three days, so most of what is late comes after the watermark.
    Random disorder = new Random(seed);
    for (int from = 0; from < log.size(); from += 10) {
      Collections.shuffle(log.subList(from, Math.min(log.size(), from + 10)), disorder);
    }

    assertThat(held(log)).isEqualTo(ordered);
  }

  /** What Redis holds in the end, without what a model has learned. */
  private static Map<String, Object> held(List<Interaction> log) {
    Map<String, Object> held = new TreeMap<>();
    StickinessInProcess job =
        new StickinessInProcess(
            Moments.settings(Map.of("stickiness.midnight.spread", "12 h")),
            write -> {
              Map<String, String> fields = new TreeMap<>(write.fields());
              fields.remove("returnProbability");
              held.put(write.key() + " " + write.value(), List.of(fields, write.score()));
            });
    long latest = Long.MIN_VALUE;
    for (Interaction interaction : log) {
      latest = Math.max(latest, interaction.atMillis());
      job.accept(interaction);
      job.pass(latest - DAY);
    }
    return held;
  }
}
