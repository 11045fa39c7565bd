package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.LoopbackFlink;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job, fed a log as fast as it can, and the recommender in process: what does not depend on the
 * order of arrival is the same, and lists are as good and nearly the same.
 */
class AtFullSpeedIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final int USERS = 500;
  private static final int ITEMS = 120;

  /** Many times what is under way at once: hundreds, as parallel tasks get apart. */
  private static final int EVENTS = 12_000;

  private static final int JUDGED_FROM = EVENTS * 4 / 5;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(LoopbackFlink.configuration())
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .setConfiguration(littleInFlight())
              .build());

  /** So that back-pressure begins within this short log, as it does within a long one. */
  private static Configuration littleInFlight() {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("4 kb"));
    return configuration;
  }

  /** Where the job under test writes; its source looks there whether the catalogue is known. */
  private static String redisUri = "";

  private static final List<CatalogueItem> CATALOGUE = Sessions.catalogue(ITEMS);
  private static final List<Interaction> LOG = Sessions.log(EVENTS, USERS, ITEMS, NOON);

  /** Events take their tags from the catalogue, so all but the first wait until it is known. */
  private static Interaction event(long index) {
    if (index == 1) {
      try (RedisClient client = RedisClient.create(redisUri)) {
        RedisCommands<String, String> commands = client.connect().sync();
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  String pulse = commands.get("pulse");
                  return pulse != null && Platform.json(pulse).get("items").size() == ITEMS + 1;
                });
      }
    }
    return LOG.get((int) index);
  }

  /**
   * Four tasks are hundreds of events apart, here hours of the log: popularity is told to the model
   * from rows that are ahead of its examples or behind them, and the weights show it; so do paths
   * that a single user took meanwhile.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.95", "4, 0.85"})
  void holdsTheSameDocumentsAndListsNearlyTheSameAndAsGood(int parallelism, double overlap)
      throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri())) {
      redisUri = redis.uri();
      Configuration options = new Configuration();
      options.set(KafkaOptions.BOOTSTRAP_SERVERS, "unused:9092");
      options.set(RedisOptions.URI, redis.uri());
      options.set(RecommendationsOptions.MODEL_EXAMPLES, 0);
      RuntimeSettings runtime = RuntimeSettings.from(options, RecommendationsJob.NAME);
      RecommendationsSettings settings =
          RecommendationsSettings.from(options, runtime.redis().keys());
      run(parallelism, options, runtime, settings);

      RedisCommands<String, String> commands = client.connect().sync();
      RecommendationsInProcess expected = expected(settings);
      SettledDocuments.assertSame(commands, expected);
      assertListsAgree(commands, expected.recommender(), overlap);
    }
  }

  private static void run(
      int parallelism,
      Configuration options,
      RuntimeSettings runtime,
      RecommendationsSettings settings)
      throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    env.setParallelism(parallelism);
    RecommendationsTopology topology =
        RecommendationsTopology.of(
            Streamed.of(env, "events", AtFullSpeedIT::event, JUDGED_FROM, Interaction.class)
                .keyBy(Interaction::user),
            Streamed.of(env, "catalogue", CATALOGUE, CatalogueItem.class),
            settings,
            runtime.redis());
    RecommendationsJob.attachRedis(topology, runtime);
    env.execute();
  }

  private static RecommendationsInProcess expected(RecommendationsSettings settings) {
    RecommendationsInProcess expected = new RecommendationsInProcess(settings);
    CATALOGUE.forEach(expected::accept);
    LOG.subList(0, JUDGED_FROM).forEach(expected::accept);
    expected.end();
    return expected;
  }

  /**
   * Lists are compared as of each user's last action, as those after a gap depend on weights that
   * few choices taught; how good they are is judged at the end of the log.
   */
  private static void assertListsAgree(
      RedisCommands<String, String> commands, Recommender recommender, double leastOverlap) {
    Map<String, String> next = nextItems(recommender);
    long endMillis = LOG.get(JUDGED_FROM - 1).atMillis();
    double overlap = 0;
    int won = 0;
    int lost = 0;
    for (Map.Entry<String, String> choice : next.entrySet()) {
      String user = choice.getKey();
      String item = choice.getValue();
      long latestMillis = recommender.profile(user).latestMillis();
      Set<String> common = new HashSet<>(read(commands, user, latestMillis).subList(0, 10));
      common.retainAll(readInProcess(recommender, user, latestMillis).subList(0, 10));
      overlap += common.size() / 10.0;
      boolean isHit = read(commands, user, endMillis).contains(item);
      boolean isHitInProcess = readInProcess(recommender, user, endMillis).contains(item);
      won += isHit && !isHitInProcess ? 1 : 0;
      lost += !isHit && isHitInProcess ? 1 : 0;
    }
    int choices = next.size();

    assertThat(choices).isGreaterThan(USERS / 2);
    assertThat(overlap / choices).as("overlap of the top 10").isGreaterThanOrEqualTo(leastOverlap);
    // Three standard errors of a difference that is chance alone (McNemar 1947).
    assertThat(Math.abs(won - lost))
        .as("choices on one list of 20 only: won %d, lost %d", won, lost)
        .isLessThanOrEqualTo((int) Math.ceil(3 * Math.sqrt(won + lost)));
  }

  private static List<String> read(
      RedisCommands<String, String> commands, String user, long atMillis) {
    RedisKeys keys = RedisKeys.plain();
    List<List<String>> rows =
        commands.fcallReadOnly(
            RedisKeys.RECOMMEND,
            ScriptOutputType.MULTI,
            new String[] {keys.rec(user), keys.pulseFor(user)},
            "20",
            "AT",
            Long.toString(atMillis));
    return rows.stream().map(row -> row.get(0)).toList();
  }

  private static List<String> readInProcess(Recommender recommender, String user, long atMillis) {
    return recommender.recommend(user, atMillis, 20, Set.of()).stream()
        .map(Recommendation::item)
        .toList();
  }

  /** What each known user does next that they had not done before. */
  private static Map<String, String> nextItems(Recommender recommender) {
    Map<String, String> next = new HashMap<>();
    for (Interaction event : LOG.subList(JUDGED_FROM, EVENTS)) {
      if (recommender.users().contains(event.user())
          && !recommender.profile(event.user()).hasSeen(event.item())) {
        next.putIfAbsent(event.user(), event.item());
      }
    }
    return next;
  }
}
