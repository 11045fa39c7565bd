package dev.freshet.engagement.community;

import static dev.freshet.engagement.community.CommunityLife.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.community.Companion;
import dev.freshet.scoring.community.Company;
import dev.freshet.testing.GivenUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserPartnersTest {

  static final CommunityJobSettings SETTINGS =
      CommunityJobSettings.from(
          new Configuration(),
          RedisKeys.plain(),
          Duration.ofMinutes(1),
          Duration.ofDays(30),
          Duration.ofDays(1));

  private static final long NOON = 1_583_150_400_000L;
  private static final long DAY = 1_440 * MINUTE;
  private static final long WALL = NOON + 2_000 * DAY;

  private final List<RedisWrite> before = new ArrayList<>();
  private KeyedTwoInputStreamOperatorTestHarness<String, CompanyNews, Preference, RedisWrite> task;
  private long wall = WALL;

  @BeforeEach
  void open() throws Exception {
    task = newTask();
    task.setProcessingTime(WALL);
    task.open();
  }

  @AfterEach
  void close() throws Exception {
    task.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, CompanyNews, Preference, RedisWrite>
      newTask() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, CompanyNews, Preference, RedisWrite> task =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new UserPartners(SETTINGS, null, true), CompanyNews::user, null, Types.STRING);
    // Keys of the other one cannot be gone through while values are written.
    task.setStateBackend(new EmbeddedRocksDBStateBackend());
    return task;
  }

  private void restore() throws Exception {
    before.addAll(task.extractOutputValues());
    OperatorSubtaskState snapshot = task.snapshot(1L, 1L);
    close();
    task = newTask();
    task.setProcessingTime(wall);
    task.initializeState(snapshot);
    task.open();
  }

  private void prefer(String user, boolean wantsPartners, long offset) throws Exception {
    task.processElement2(new StreamRecord<>(new Preference(user, wantsPartners, offset)));
    for (int step = 0; step < 10; step++) {
      wall += 50L;
      task.setProcessingTime(wall);
    }
  }

  private void begin() throws Exception {
    task.processElement2(new StreamRecord<>(Preference.endOfStart()));
  }

  private void meet(String user, long atMillis, String... others) throws Exception {
    List<Companion> companions =
        Stream.of(others).map(other -> new Companion(other, atMillis, 1.0)).toList();
    task.processElement1(
        new StreamRecord<>(
            new CompanyNews(atMillis, atMillis, user, new Company("algebra", 1.0, companions))));
  }

  private void settle(long atMillis) throws Exception {
    task.processWatermark1(new Watermark(atMillis + MINUTE));
  }

  /** The documents that Redis holds by now. */
  private Map<String, String> documents() {
    Map<String, String> documents = new TreeMap<>();
    Stream.concat(before.stream(), task.extractOutputValues().stream())
        .forEach(
            write -> {
              if (write.kind() == RedisWrite.Kind.NOTHING) {
                documents.remove(write.key());
              } else {
                documents.put(write.key(), write.value());
              }
            });
    return documents;
  }

  @Test
  void waitsForWhatIsEarlierAndForWhoWantsNobody() throws Exception {
    meet("ada", NOON + 1, "ben", "cyd");
    settle(NOON + 1_000);
    assertThat(documents()).isEmpty();

    prefer("cyd", false, 1L);
    begin();

    assertThat(documents()).containsOnlyKeys("partners:ada");
    assertThat(documents().get("partners:ada"))
        .isEqualTo(
            "{\"v\":1,\"asOf\":"
                + (NOON + 1)
                + ",\"partners\":[{\"user\":\"ben\",\"score\":1.0,\"items\":1,\"reason\":\"with:algebra\"}]}");
  }

  @Test
  void letsPartnersGoByTimeAlone() throws Exception {
    begin();
    meet("ada", NOON, "ben");
    settle(NOON);
    assertThat(documents()).hasSize(1);
    restore();

    settle(NOON + 7 * DAY - 1_000);
    assertThat(documents()).hasSize(1);
    settle(NOON + 7 * DAY);

    assertThat(documents()).isEmpty();
  }

  @Test
  void namesNobodyWhoOptsOutAndSomebodyWhoIsBack() throws Exception {
    begin();
    meet("ada", NOON, "ben");
    meet("ben", NOON, "ada", "cyd");
    settle(NOON);
    assertThat(documents()).hasSize(2);

    prefer("ada", false, 1L);
    assertThat(documents()).containsOnlyKeys("partners:ben");
    assertThat(documents().get("partners:ben")).contains("cyd").doesNotContain("ada");
    prefer("ada", true, 0L);
    assertThat(documents()).as("an older record is no change").hasSize(1);
    restore();
    prefer("ada", true, 2L);

    assertThat(documents()).hasSize(2);
    assertThat(documents().get("partners:ben")).contains("cyd", "ada");
  }

  @Test
  void visitsAllAgainWhereSomebodyElseOptsOutInTheMiddle() throws Exception {
    begin();
    for (int i = 0; i < 150; i++) {
      meet("user" + i, NOON, "ada", "ben");
    }
    settle(NOON);

    task.processElement2(new StreamRecord<>(new Preference("ada", false, 1L)));
    wall += 20L;
    task.setProcessingTime(wall);
    assertThat(documents().values()).anyMatch(document -> document.contains("ada"));
    prefer("ben", false, 2L);

    assertThat(documents()).isEmpty();
  }

  @Test
  void goesOnWithWhatWaits() throws Exception {
    begin();
    meet("ada", NOON, "ben");
    restore();

    settle(NOON);

    assertThat(documents()).containsOnlyKeys("partners:ada");
  }

  @Test
  void leavesOutWhatWaitsForATimerThatIsGivenUp() throws Exception {
    begin();
    meet("ada", NOON, "ben");
    meet("ada", NOON + 1_000, "cyd");
    GivenUp.of(task.getOperator(), "ada").leaveOut(NOON + MINUTE);
    settle(NOON + 1_000);

    assertThat(documents().get("partners:ada")).contains("\"cyd\"").doesNotContain("\"ben\"");
  }
}
