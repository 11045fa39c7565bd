package dev.freshet.localstack.up;

import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.stickiness.StickinessJob;
import dev.freshet.testing.EmbeddedRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** A platform at work: it is started, fed, watched, and in the end accounted for. */
final class Platform {

  private static final int FLINK_PORT = 8081;
  private static final int KAFKA_PORT = 9092;
  private static final int REDIS_PORT = 6379;
  private static final int METRICS_PORT = 9249;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Plan plan;
  private final StopSignal stop;
  private final PrintWriter out;

  /**
   * What is run.
   *
   * @param options of the jobs
   * @param feed where the events come from
   * @param perSecond events a second, 0 for as fast as possible
   * @param seconds of events, or null to go on until it is stopped
   * @param ports that were asked for
   * @param metricsPort where metrics are served, or null to serve none
   * @param dataDir what is kept, or null to keep nothing
   * @param rules of incentives, and audiences
   * @param experiments that run
   */
  record Plan(
      Configuration options,
      Feed feed,
      double perSecond,
      @Nullable Integer seconds,
      PortOptions ports,
      @Nullable Integer metricsPort,
      @Nullable Path dataDir,
      RuleSet rules,
      List<Experiment> experiments) {}

  Platform(Plan plan, StopSignal stop, PrintWriter out) {
    this.plan = plan;
    this.stop = stop;
    this.out = out;
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }

  /**
   * Runs it until the time is over or it is stopped.
   *
   * @return whether everything that was sent is accounted for
   */
  boolean run() throws InterruptedException, IOException {
    try (DataDirectory data = DataDirectory.open(plan.dataDir())) {
      if (EmbeddedRedis.endOrphan(data.redis())) {
        say("Ended the Redis that a killed run had left behind.");
      }
      Stack.Addresses addresses = addresses();
      say("Starting Kafka, Redis and Flink in this process …");
      Counted counted = new Counted();
      try (Stack stack =
              new Stack(data, addresses, plan.options(), plan.rules(), plan.experiments());
          Producer producer = new Producer(stack.settings().kafka());
          Frontend frontend = new Frontend(stack.redisUri(), stack.settings().redis().keys())) {
        introduce(stack, addresses, data);
        boolean complete = feedAndWatch(stack, producer, frontend, counted);
        say("Stopping …");
        return complete;
      }
    }
  }

  private Stack.Addresses addresses() {
    Ports ports = new Ports(out);
    PortOptions asked = plan.ports();
    return new Stack.Addresses(
        ports.choose("Flink's web page", "--port-flink", asked.flink(), FLINK_PORT),
        ports.choose("Kafka", "--port-kafka", asked.kafka(), KAFKA_PORT),
        ports.choose("Redis", "--port-redis", asked.redis(), REDIS_PORT),
        plan.metricsPort() == null
            ? null
            : ports.choose("metrics", "--port-metrics", plan.metricsPort(), METRICS_PORT));
  }

  private void introduce(Stack stack, Stack.Addresses addresses, DataDirectory data) {
    say(
        "  Flink   http://localhost:"
            + addresses.flink()
            + "  runs the jobs "
            + String.join(", ", stack.jobs()));
    say(
        "  Kafka   localhost:"
            + addresses.kafka()
            + "  topics "
            + String.join(", ", stack.settings().kafka().topics().interactionsAndPurchases())
            + ", items, exposures, experiments, rejected");
    say(
        "  Redis   localhost:"
            + addresses.redis()
            + "  try: redis-cli -p "
            + addresses.redis()
            + " FCALL_RO recommend 2 rec:<user> pulse 20, or HGETALL stickiness:<user>");
    if (!plan.rules().isEmpty()) {
      say(
          "  Rules   "
              + plan.rules().names()
              + "  try: HGETALL engagement:<user>, ZREVRANGE points:top 0 9 WITHSCORES, or GET"
              + " rule:<rule> of a rule with a holdout");
      say(
          "  Community  try: GET experts:<tag>, threads:<item>, questions:<user> or partners:<user>");
    }
    if (!names(stack).isEmpty()) {
      say(
          "  Experiments  "
              + String.join(", ", names(stack))
              + "  try: GET experiment:<name>, GET effect:home, or FCALL_RO recommend 2 rec:<user>"
              + " pulse 20 PLACEMENT home WITHVARIANT");
    }
    stack.experiments().told().forEach(told -> say("  " + told));
    if (addresses.metrics() != null) {
      say("  Metrics http://localhost:" + addresses.metrics() + "/metrics  for Prometheus");
    }
    say("  Data    " + data.path() + (data.isKept() ? "  (kept)" : "  (gone at the end)"));
    stack.resumed().forEach(snapshot -> say("  Goes on from " + snapshot));
    say("  Events  " + plan.feed().description());
    say(
        plan.seconds() == null
            ? "Ctrl-C stops everything."
            : "Stops after " + plan.seconds() + " seconds.");
  }

  private static List<String> names(Stack stack) {
    return stack.experiments().experiments().stream().map(Experiment::name).toList();
  }

  private boolean feedAndWatch(Stack stack, Producer producer, Frontend frontend, Counted counted)
      throws InterruptedException, IOException {
    RedisKeys keys = stack.settings().redis().keys();
    try (HomePage page = new HomePage(stack.redisUri(), keys);
        RewardTopic rewards =
            new RewardTopic(stack.settings().kafka().bootstrapServers(), stack.rewards())) {
      Feed feed = plan.feed().showing(page).rewarding(rewards);
      Feeding feeding = new Feeding(feed, producer, new Pace(plan.perSecond()));
      try (Frontend probe = new Frontend(stack.redisUri(), keys);
          Freshness freshness = new Freshness(producer, probe)) {
        feeding.start();
        watch(stack, feeding, new StatusLine(producer, frontend, freshness, names(stack)));
      } finally {
        feeding.stop();
      }
      feeding.requireSucceeded();
    }
    return !(plan.feed() instanceof LogFeed log) || account(log, stack, frontend, counted);
  }

  private void watch(Stack stack, Feeding feeding, StatusLine line) throws InterruptedException {
    Integer seconds = plan.seconds();
    long start = System.nanoTime();
    while (seconds == null || System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
      if (stop.await(TimeUnit.SECONDS.toNanos(1))) {
        return;
      }
      stack.requireRunning();
      feeding.requireSucceeded();
      say(line.next());
    }
  }

  /** Waits until the jobs have read everything and Redis has all that follows from it. */
  private boolean account(LogFeed log, Stack stack, Frontend frontend, Counted counted)
      throws InterruptedException, IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!counted.isAllOf(log) && System.nanoTime() < deadline) {
      stack.requireRunning();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    stack.settle(PATIENCE);
    Account account = new Account(log, out);
    Set<String> unknown = RejectedUsers.read(stack.settings().kafka());
    account.rows();
    boolean complete = account.events(RecommendationsJob.NAME, counted.by(RecommendationsJob.NAME));
    boolean served = account.lists(frontend, unknown);
    complete &= account.events(StickinessJob.NAME, counted.by(StickinessJob.NAME));
    boolean followed = account.stickiness(frontend, unknown);
    out.flush();
    return complete && served && followed;
  }
}
