package dev.freshet.localstack.up;

import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.stickiness.StickinessJob;
import dev.freshet.stickiness.StickinessOptions;
import dev.freshet.testing.EmbeddedRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code up}: starts a whole platform in this process and shows it at work. */
@Command(
    name = "up",
    sortOptions = false,
    header = "Runs the jobs on a Kafka, a Redis and a Flink of their own.",
    description = {
      "",
      "Starts all three in this process, submits the jobs recommendations and stickiness, and feeds"
          + " them: with simulated learners, who buy now and then, or with event logs. Each second a"
          + " line tells how many events the recommendations job uses, how fresh Redis is (time from"
          + " an event's being sent until its user's list knows of it, median of the last 21"
          + " measured), how sticky one user is (tier and score), and what the user would be"
          + " recommended, and why. Ctrl-C stops everything.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  up",
      "  up --rate 1000 --seconds 60",
      "  up --events logs/events.csv --seconds 120",
      "  up --data-dir platform            (again later: goes on where it was)",
      "  up --set recommendations.exclude=completed --set stickiness.zone=Asia/Shanghai",
      "",
      "Exit codes: 0 done, 1 it could not start, or events of a log are missing, or lists have items"
          + " that were done, or users lack a stickiness, 2 wrong usage."
    })
public final class UpCommand implements Callable<Integer> {

  private static final int FLINK_PORT = 8081;
  private static final int KAFKA_PORT = 9092;
  private static final int REDIS_PORT = 6379;
  private static final double SIMULATED_RATE = 200.0;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SHOWN_PLACES = 3;
  private static final List<String> STOPPING_SIGNALS = List.of("INT", "TERM");
  private static final int INTERRUPTED = 130;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "Feed this log instead of simulated learners: CSV with the columns"
              + " ts,user,item,type,value, or Avro; its catalogue, items.csv or items.avro, is"
              + " looked for beside it. May be repeated.")
  private List<Path> events = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Events a second. By default 200 for simulated learners, and as fast as possible for"
              + " logs.")
  private @Nullable Double rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Stop after so many seconds of events. By default only Ctrl-C stops it.")
  private @Nullable Integer seconds;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulated learners.")
  private long seed = 1;

  @Option(
      names = "--port-flink",
      paramLabel = "PORT",
      description = "Where Flink's web page listens. By default 8081 or the next one free.")
  private @Nullable Integer flinkPort;

  @Option(
      names = "--port-kafka",
      paramLabel = "PORT",
      description = "Where Kafka listens. By default 9092 or the next one free.")
  private @Nullable Integer kafkaPort;

  @Option(
      names = "--port-redis",
      paramLabel = "PORT",
      description = "Where Redis listens. By default 6379 or the next one free.")
  private @Nullable Integer redisPort;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Keep Kafka's topics, Redis' keys and the jobs' state here, and go on from them at the"
              + " next start. By default nothing is kept.")
  private @Nullable Path dataDir;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set an option of the jobs (docs/options.md, docs/stickiness.md). May be repeated.")
  private Map<String, String> set = Map.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  private final CountDownLatch stopAsked = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    Configuration options = options();
    Feed feed = feed();
    STOPPING_SIGNALS.forEach(signal -> Signals.register(signal, this::stop));
    try {
      return run(options, feed);
    } catch (StackException | IllegalStateException | IOException e) {
      err().println("up: " + e.getMessage());
      err().flush();
      return ExitCode.SOFTWARE;
    } finally {
      STOPPING_SIGNALS.forEach(Signals::registerDefault);
    }
  }

  /**
   * Ctrl-C. No shutdown hook, as those of Redis and Flink would run at the same time and leave
   * nothing to stop with a savepoint. The second time it is meant.
   */
  private void stop() {
    if (stopAsked.getCount() == 0) {
      System.exit(INTERRUPTED);
    }
    stopAsked.countDown();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void say(String text) {
    out().println(text);
    out().flush();
  }

  private Configuration options() {
    List<String> arguments = new ArrayList<>();
    set.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    try {
      return JobConfiguration.from(
          arguments.toArray(String[]::new),
          RuntimeSettings.optionsWith(RecommendationsOptions.class, StickinessOptions.class));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--set: " + e.getMessage(), e);
    }
  }

  private Feed feed() {
    if (rate != null && !(rate > 0)) {
      throw new ParameterException(spec.commandLine(), "--rate must be more than 0, is " + rate);
    }
    if (seconds != null && seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be 1 or more, is " + seconds);
    }
    if (events.isEmpty()) {
      return new SimulatedFeed(SimulatorSettings.withSeed(seed));
    }
    List<EventLog> logs = new ArrayList<>();
    for (Path file : events) {
      try {
        logs.add(EventLog.open(Files.isDirectory(file) ? file.resolve("events.csv") : file));
      } catch (IOException e) {
        throw new ParameterException(spec.commandLine(), "--events: " + e.getMessage(), e);
      }
    }
    return new LogFeed(logs, err());
  }

  private int run(Configuration options, Feed feed) throws InterruptedException, IOException {
    try (DataDirectory data = DataDirectory.open(dataDir)) {
      if (EmbeddedRedis.endOrphan(data.redis())) {
        say("Ended the Redis that a killed run had left behind.");
      }
      Ports ports = new Ports(out());
      Stack.Addresses addresses =
          new Stack.Addresses(
              ports.choose("Flink's web page", "--port-flink", flinkPort, FLINK_PORT),
              ports.choose("Kafka", "--port-kafka", kafkaPort, KAFKA_PORT),
              ports.choose("Redis", "--port-redis", redisPort, REDIS_PORT));
      say("Starting Kafka, Redis and Flink in this process …");
      Map<String, JobCounters.Counts> before = read();
      try (Stack stack = new Stack(data, addresses, options);
          Producer producer = new Producer(stack.settings().kafka());
          Frontend frontend = new Frontend(stack.redisUri(), stack.settings().redis().keys())) {
        introduce(stack, addresses, data, feed);
        int exitCode = feedAndWatch(stack, producer, frontend, feed, before);
        say("Stopping …");
        return exitCode;
      }
    }
  }

  private void introduce(Stack stack, Stack.Addresses addresses, DataDirectory data, Feed feed) {
    say(
        "  Flink   http://localhost:"
            + addresses.flink()
            + "  runs the jobs "
            + String.join(", ", Stack.JOBS));
    say(
        "  Kafka   localhost:"
            + addresses.kafka()
            + "  topics "
            + String.join(", ", stack.settings().kafka().topics().interactionsAndPurchases())
            + ", items, rejected");
    say(
        "  Redis   localhost:"
            + addresses.redis()
            + "  try: redis-cli -p "
            + addresses.redis()
            + " FCALL_RO recommend 2 rec:<user> pulse 20, or HGETALL stickiness:<user>");
    say("  Data    " + data.path() + (data.isKept() ? "  (kept)" : "  (gone at the end)"));
    stack.resumed().forEach(snapshot -> say("  Goes on from " + snapshot));
    say("  Events  " + feed.description());
    say(seconds == null ? "Ctrl-C stops everything." : "Stops after " + seconds + " seconds.");
  }

  private int feedAndWatch(
      Stack stack,
      Producer producer,
      Frontend frontend,
      Feed feed,
      Map<String, JobCounters.Counts> before)
      throws InterruptedException, IOException {
    Feeding feeding = new Feeding(feed, producer, new Pace(pace(feed)));
    try (Frontend probe = new Frontend(stack.redisUri(), stack.settings().redis().keys());
        Freshness freshness = new Freshness(producer, probe)) {
      feeding.start();
      watch(stack, producer, frontend, freshness, feeding);
    } finally {
      feeding.stop();
    }
    feeding.requireSucceeded();
    return feed instanceof LogFeed log ? account(log, stack, frontend, before) : ExitCode.OK;
  }

  private double pace(Feed feed) {
    if (rate != null) {
      return rate;
    }
    return feed instanceof SimulatedFeed ? SIMULATED_RATE : 0.0;
  }

  private void watch(
      Stack stack, Producer producer, Frontend frontend, Freshness freshness, Feeding feeding)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = seconds == null ? Long.MAX_VALUE : start + TimeUnit.SECONDS.toNanos(seconds);
    long lastNanos = start;
    long lastUsed = JobCounters.read(RecommendationsJob.NAME).used();
    while (System.nanoTime() < end) {
      if (stopAsked.await(1, TimeUnit.SECONDS)) {
        return;
      }
      stack.requireRunning();
      feeding.requireSucceeded();
      long used = JobCounters.read(RecommendationsJob.NAME).used();
      long now = System.nanoTime();
      say(
          line(
              producer, frontend, freshness.median(), (used - lastUsed) * 1e9 / (now - lastNanos)));
      lastUsed = used;
      lastNanos = now;
    }
  }

  private static String line(
      Producer producer, Frontend frontend, OptionalDouble freshness, double perSecond) {
    StringBuilder line =
        new StringBuilder(
            "%s  %,7.0f events/s · "
                .formatted(LocalTime.now(ZoneId.systemDefault()).format(CLOCK), perSecond));
    line.append(freshness(freshness));
    Producer.Sent newest = producer.newest();
    if (newest != null) {
      String user = newest.interaction().user();
      String list =
          frontend.read(user, SHOWN_PLACES).stream()
              .map(place -> place.item() + " (" + place.reason() + ")")
              .collect(Collectors.joining(", "));
      line.append(" · ").append(user).append(stickiness(frontend.stickiness(user)));
      line.append(": ").append(list.isEmpty() ? "–" : list);
    }
    return line.toString();
  }

  private static String stickiness(Map<String, String> known) {
    return known.isEmpty() ? "" : " (%s, %s)".formatted(known.get("tier"), known.get("score"));
  }

  private static String freshness(OptionalDouble millis) {
    if (millis.isEmpty()) {
      return "fresh after – ms";
    }
    return Double.isInfinite(millis.getAsDouble())
        ? "fresh after more than " + Freshness.PATIENCE_SECONDS + " s"
        : "fresh after %,.0f ms".formatted(millis.getAsDouble());
  }

  /** What each job has counted in this process. */
  private static Map<String, JobCounters.Counts> read() {
    return Stack.JOBS.stream().collect(Collectors.toMap(job -> job, JobCounters::read));
  }

  private static JobCounters.Counts since(Map<String, JobCounters.Counts> before, String job) {
    JobCounters.Counts then = Objects.requireNonNull(before.get(job));
    return JobCounters.read(job).since(then);
  }

  /** Waits until the jobs have read everything and Redis has all that follows from it. */
  private int account(
      LogFeed log, Stack stack, Frontend frontend, Map<String, JobCounters.Counts> before)
      throws InterruptedException, IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Stack.JOBS.stream().anyMatch(job -> since(before, job).all() < log.sentTo(job))
        && System.nanoTime() < deadline) {
      stack.requireRunning();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    stack.settle(PATIENCE);
    Account account = new Account(log, out());
    Set<String> unknown = RejectedUsers.read(stack.settings().kafka());
    account.rows();
    boolean complete =
        account.events(RecommendationsJob.NAME, since(before, RecommendationsJob.NAME));
    boolean served = account.lists(frontend, unknown);
    complete &= account.events(StickinessJob.NAME, since(before, StickinessJob.NAME));
    boolean followed = account.stickiness(frontend, unknown);
    out().flush();
    return complete && served && followed ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
