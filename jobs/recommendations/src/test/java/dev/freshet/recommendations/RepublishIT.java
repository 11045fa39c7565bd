package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.OnKeptRedis;
import dev.freshet.testing.RedisContents;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a real Redis loses of users and items whom nothing happens to comes back. */
@Tag("faults")
class RepublishIT extends OnKeptRedis<Platform> {

  private static final long NOON = 1_764_072_000_000L;
  private static final int ITEMS = 60;
  private static final int USERS = 200;
  private static final int EVENTS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  RepublishIT() {
    super(Platform::new);
  }

  @BeforeEach
  void prepare() {
    options.set(CoreOptions.DEFAULT_PARALLELISM, 2);
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
  }

  private JobClient startWithALog() throws Exception {
    JobClient job = platform.start(options);
    platform.announce(Sessions.catalogue(ITEMS));
    platform.happen(Sessions.log(EVENTS, USERS, ITEMS, NOON));
    await().atMost(PATIENCE).until(() -> platform.scores("pulse", "items").size() == ITEMS + 1);
    settle();
    return job;
  }

  private Map<String, String> contents() {
    return RedisContents.of(platform.redis());
  }

  /** Returns once nothing is written any more. */
  private Map<String, String> settle() {
    RedisContents contents = new RedisContents(platform.redis());
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(contents::areAsBefore);
    return contents.last();
  }

  private void awaitContents(Map<String, String> expected) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(contents()).isEqualTo(expected));
  }

  /** Lists of idle users are ranked with what is known now; the rest is as it was. */
  private void assertSameUsersAndItems(Map<String, String> before) {
    Map<String, String> after = contents();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (key, value) -> {
          if (key.startsWith("rec:")) {
            assertThat(ofTheUser(String.valueOf(after.get(key)))).isEqualTo(ofTheUser(value));
          } else if (key.startsWith("interest:")) {
            assertThat(after).containsEntry(key, value);
          }
        });
  }

  private static Map<String, JsonNode> ofTheUser(String document) {
    JsonNode json = Platform.json(document);
    return Map.of(
        "asOf", json.get("asOf"), "exclude", json.get("exclude"), "recent", json.get("recent"));
  }

  @Test
  void givesBackEverythingThatIsFlushed() throws Exception {
    startWithALog();
    Map<String, String> before = contents();
    platform.redis().flushall();
    await().atMost(PATIENCE).until(() -> contents().keySet().equals(before.keySet()));
    Map<String, String> after = settle();
    assertSameUsersAndItems(before);

    platform.redis().flushall();

    awaitContents(after);
  }

  @Test
  void writesAgainWhatIsNewerThanTheCopyThatRedisIsSetBackTo() throws Exception {
    startWithALog();
    copyRedis();
    platform.happen(
        IntStream.range(0, USERS)
            .mapToObj(
                i ->
                    Interaction.click(
                        "later-" + i,
                        "user-" + i,
                        "item-" + i % ITEMS,
                        NOON + Duration.ofDays(90).toMillis() + i))
            .toList());
    settle();
    platform.redis().del("generation");
    Map<String, String> newest = settle();

    setRedisBack();

    awaitContents(newest);
  }

  @Test
  void beginsAgainInAnotherNumberOfTasksIfItIsStoppedInTheMiddle() throws Exception {
    options.set(RedisOptions.REPUBLISH_RATE, 50);
    JobClient job = startWithALog();
    Map<String, String> before = contents();
    platform.redis().flushall();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                platform.redis().exists("rec:user-0", "rec:user-1") > 0
                    || contents().size() > USERS / 4);
    String savepoint = platform.stop(job);
    assertThat(contents().size()).isLessThan(before.size());

    options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    options.set(RedisOptions.REPUBLISH_RATE, 5_000);
    platform.resume(options, savepoint);

    await().atMost(PATIENCE).until(() -> contents().keySet().equals(before.keySet()));
    assertSameUsersAndItems(before);
  }

  /** Prints how long it takes. */
  @Test
  @Tag("benchmarks")
  void givesBackTwentyThousandUsersWhileFiveHundredEventsASecondFlow() throws Exception {
    int users = 20_000;
    platform.start(options);
    platform.announce(Sessions.catalogue(ITEMS));
    platform.happen(
        IntStream.range(0, 3 * users)
            .mapToObj(
                i ->
                    Interaction.click(
                        "event-" + i, "idle-" + i % users, "item-" + i * 7 % ITEMS, NOON + i))
            .toList());
    await().atMost(Duration.ofMinutes(3)).until(() -> idleUsers() == users);

    try (Flow flow = new Flow(NOON + Duration.ofDays(1).toMillis())) {
      flow.awaitSome();
      long begun = System.nanoTime();
      platform.redis().flushall();
      await().atMost(Duration.ofSeconds(60)).until(() -> idleUsers() == users);
      System.out.printf(
          "%d users were there again after %d ms; %d events a second flowed%n",
          users, Duration.ofNanos(System.nanoTime() - begun).toMillis(), Flow.RATE);
    }
  }

  private int idleUsers() {
    return platform.redis().keys("rec:idle-*").size();
  }

  /** Events of other users, at a steady rate. */
  private final class Flow implements AutoCloseable {

    private static final int RATE = 500;
    private static final int TICKS = 20;

    private final CompletableFuture<Void> sent;
    private volatile boolean isEnding;

    private Flow(long fromMillis) {
      sent = CompletableFuture.runAsync(() -> send(fromMillis));
    }

    private void send(long fromMillis) {
      long begun = System.nanoTime();
      for (int i = 0; !isEnding; i++) {
        int tick = i;
        platform.happen(
            IntStream.range(0, RATE / TICKS)
                .mapToObj(
                    n ->
                        Interaction.click(
                            "flow-" + tick + "-" + n,
                            "live-" + (tick * 31 + n) % 1_000,
                            "item-" + (tick + n) % ITEMS,
                            fromMillis + tick * 1_000L / TICKS))
                .toList());
        long next = begun + (i + 1) * 1_000_000_000L / TICKS;
        await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= next);
      }
    }

    private void awaitSome() {
      await().atMost(PATIENCE).until(() -> platform.redis().exists("rec:live-900") == 1);
    }

    @Override
    public void close() {
      isEnding = true;
      sent.join();
    }
  }
}
