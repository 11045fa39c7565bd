package dev.freshet.localstack.up;

import dev.freshet.effect.EffectOptions;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.engagement.community.CommunityOptions;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.SetOption;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.stickiness.StickinessOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code up}: starts a whole platform in this process and shows it at work. */
@Command(
    name = "up",
    sortOptions = false,
    header = "Runs the jobs on a Kafka, a Redis and a Flink of their own.",
    description = {
      "",
      "Starts all three in this process, submits the jobs recommendations, stickiness, engagement and effect,"
          + " and feeds them: with simulated learners, who buy now and then, take what they like"
          + " from the lists of their home page and come back for rewards, or with event logs. Each second"
          + " a line tells how many events the recommendations job uses, how fresh Redis is (time"
          + " from an event's being sent until its user's list knows of it, median of the last 21"
          + " measured), how sticky one user is (tier and score), what the user"
          + " has earned, and what the user would be"
          + " recommended, and why, and what the experiment shows: users of each variant, and whether"
          + " they differ. Ctrl-C stops everything.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  up",
      "  up --rate 1000 --seconds 60",
      "  up --events logs/events.csv --seconds 120",
      "  up --data-dir platform            (again later: goes on where it was)",
      "  up --port-metrics 9249",
      "  up --rules weekly.yaml --experiments fresh-first.yaml",
      "  up --set recommendations.exclude=completed --set stickiness.zone=Asia/Shanghai",
      "",
      "Exit codes: 0 done, 1 a log cannot be read, the start failed, events are missing, a list has"
          + " an item that was done, or a user has no stickiness, 2 wrong usage."
    })
public final class UpCommand implements Callable<Integer> {

  private static final double SIMULATED_RATE = 200.0;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "Feed this log instead of simulated learners: CSV with the columns"
              + " ts,user,item,type,value, or Avro; its catalogue, items.csv or items.avro, is"
              + " looked for next to it. May be repeated.")
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

  @Mixin private SeedOption seed = new SeedOption();

  @Mixin private PortOptions ports = new PortOptions();

  @Option(
      names = "--port-metrics",
      paramLabel = "PORT",
      description =
          "Where metrics are served for Prometheus, to this machine only. By default they are not"
              + " served.")
  private @Nullable Integer metricsPort;

  @Mixin private RulesOption rules = new RulesOption();

  @Mixin private ExperimentsOption experiments = new ExperimentsOption();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Keep Kafka's topics, Redis' keys and the jobs' state here, and go on from them at the"
              + " next start. By default nothing is kept.")
  private @Nullable Path dataDir;

  @Mixin private SetOption set = new SetOption();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws InterruptedException, IOException {
    check();
    Configuration options = Usage.checked(this::options);
    Feed feed = feed();
    Platform.Plan plan =
        new Platform.Plan(
            options,
            feed,
            pace(feed),
            seconds,
            ports,
            metricsPort,
            dataDir,
            rules.rules(),
            // Those of a log may be long over.
            experiments.experiments(events.isEmpty() ? Instant.now() : Instant.EPOCH));
    // No shutdown hook, as those of Redis and Flink would run at the same time and leave nothing to
    // stop with a savepoint.
    try (StopSignal stop = StopSignal.listen()) {
      boolean complete = new Platform(plan, stop, console.out()).run();
      return complete ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IllegalStateException e) {
      // So say the embedded servers that they cannot start.
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private void check() {
    if (rate != null) {
      Usage.moreThanZero("--rate", rate);
    }
    if (seconds != null) {
      Usage.atLeast(1, "--seconds", seconds);
    }
  }

  private Configuration options() {
    Configuration options =
        new JobOptions(null, set.values())
            .configuration(
                RuntimeSettings.optionsWith(
                    RecommendationsOptions.class,
                    StickinessOptions.class,
                    EngagementOptions.class,
                    CommunityOptions.class,
                    EffectOptions.class));
    if (!events.isEmpty() && !options.contains(EventOptions.ARRIVAL_LIMIT)) {
      // A log comes in at full speed, whenever its events occurred.
      options.set(EventOptions.ARRIVAL_LIMIT, 0);
    }
    return options;
  }

  private Feed feed() throws IOException {
    if (events.isEmpty()) {
      return new SimulatedFeed(SimulatorSettings.withSeed(seed.value()));
    }
    List<EventLog> logs = new ArrayList<>();
    for (Path file : events) {
      logs.add(EventLog.openIn(file));
    }
    logs.forEach(log -> log.remark().ifPresent(console.err()::println));
    return new LogFeed(logs, console.err());
  }

  private double pace(Feed feed) {
    if (rate != null) {
      return rate;
    }
    return feed instanceof SimulatedFeed ? SIMULATED_RATE : 0.0;
  }
}
