package dev.freshet.localstack.replay;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.kafka.KafkaFailures;
import dev.freshet.localstack.kafka.KafkaOptions;
import dev.freshet.localstack.recording.DisorderOptions;
import dev.freshet.localstack.recording.LogOptions;
import dev.freshet.localstack.recording.LogSelection;
import dev.freshet.localstack.recording.ShownRows;
import dev.freshet.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code replay}: feeds logs into Kafka. */
@Command(
    name = "replay",
    sortOptions = false,
    header = "Feeds recordings and event logs into a Kafka.",
    description = {
      "",
      "Sends first what is known of items, then the events in the order of time, as fast as"
          + " possible unless told otherwise. The records of a key keep their order; records of a"
          + " recording go to the partition they came from if the topic has it, with the headers,"
          + " keys and values that they had, good or bad. When events occurred stays as it was,"
          + " unless shifted.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  replay events.csv --create-topics 2",
      "  replay incident --speed 1",
      "  replay incident --from 2026-11-24T20:30:00Z --speed 60 --shift-to-now",
      "  replay events.csv --rate 500 --loop --shift-to-now",
      "  replay events.csv --shuffle '1 min' --duplicates 0.05 --seed 7",
      "  replay events.csv --bootstrap-servers kafka.test:9093 \\",
      "      --property security.protocol=SSL --property ssl.truststore.location=test.p12",
      "",
      "Exit codes: 0 Kafka has taken everything, 1 not so, or a log is damaged or has no"
          + " row that can be used, 2 wrong usage."
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 30_000;

  @Mixin private LogOptions logs = new LogOptions();

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      description = "So many times as fast as it happened; 1 is the original speed.")
  private @Nullable Double speed;

  @Option(names = "--rate", paramLabel = "N", description = "So many records a second.")
  private @Nullable Double rate;

  @Option(
      names = "--shift-to-now",
      description =
          "Shift when events occurred, when items were published, and timestamps, so that the log"
              + " ends as the replay begins.")
  private boolean endsNow;

  @Option(
      names = "--loop",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "N",
      description =
          "Play the log N times, or until Ctrl-C. Later passes are other events: their ids end in"
              + " /2, /3 and so on, and each occurs after the pass before unless --shift-to-now is"
              + " given.")
  private int passes = 1;

  @Mixin private DisorderOptions disorder = new DisorderOptions();

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--topic",
      paramLabel = "RECORDED=NEW",
      description = "Send what was recorded from one topic to another. May be repeated.")
  private Map<String, String> topics = Map.of();

  @Option(
      names = "--create-topics",
      paramLabel = "PARTITIONS",
      description = "Make topics that are not there, with so many partitions.")
  private int createdPartitions;

  @Option(
      names = "--keep-timestamps",
      description =
          "Give the records their recorded timestamps rather than the time of sending. Kafka"
              + " deletes what is older than the topic's retention.")
  private boolean keepsTimestamps;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Player.Score score = new Player.Score(tempo(), disorder.disorder(), endsNow, passes);
    KafkaSettings settings = kafka.settings();
    try (StopSignal stop = StopSignal.listen()) {
      return play(logs.select(settings.topics()), score, settings, stop);
    } catch (KafkaException e) {
      throw KafkaFailures.explained(settings.bootstrapServers(), e);
    }
  }

  private Tempo tempo() {
    Usage.atLeast(0, "--loop", passes);
    Usage.atLeast(0, "--create-topics", createdPartitions);
    Usage.require(speed == null || rate == null, "--speed and --rate cannot both be given");
    if (speed != null) {
      Usage.moreThanZero("--speed", speed);
      return new Tempo.Times(speed);
    }
    if (rate != null) {
      Usage.moreThanZero("--rate", rate);
      return new Tempo.PerSecond(rate);
    }
    return new Tempo.Unlimited();
  }

  private int play(LogSelection log, Player.Score score, KafkaSettings settings, StopSignal stop)
      throws IOException, InterruptedException {
    Map<String, Object> client = KafkaOptions.clientProperties(settings);
    client.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    client.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 1);
    ShownRows leftOut = logs.leftOut();
    long startNanos = System.nanoTime();
    try (Outlet outlet =
            new Outlet(client, new Outlet.Target(topics, createdPartitions, keepsTimestamps));
        Progress progress = Progress.of("replay", Progress.UNKNOWN)) {
      new Player(log, score, System::currentTimeMillis, stop).play(outlet, leftOut, progress);
      if (!stop.isAsked()) {
        requireEvents(outlet, leftOut, settings.topics().items());
      }
      report(outlet, leftOut.account(), (System.nanoTime() - startNanos) / 1e9, stop.isAsked());
    }
    return ExitCode.OK;
  }

  /** A recording may hold nothing but items; a log of which only the catalogue is sent may not. */
  private void requireEvents(Outlet outlet, ShownRows leftOut, String items) {
    Set<String> sentTo = new HashSet<>(outlet.sent().keySet());
    boolean hasItems = sentTo.remove(topics.getOrDefault(items, items));
    if (sentTo.isEmpty() && (leftOut.areAny() || !hasItems)) {
      throw new CommandException(leftOut.why());
    }
  }

  private void report(Outlet outlet, String leftOut, double seconds, boolean stopped) {
    PrintWriter out = console.out();
    outlet.sent().forEach((topic, count) -> out.printf("%s: %,d records%n", topic, count));
    out.printf(
        "Kafka has taken %,d records, %,.0f a second%s%s%n",
        outlet.taken(),
        outlet.taken() / Math.max(1e-3, seconds),
        leftOut,
        stopped ? "; stopped before the end" : "");
    out.flush();
  }
}
