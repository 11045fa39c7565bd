package dev.freshet.localstack.record;

import dev.freshet.localstack.KafkaFailures;
import dev.freshet.localstack.KafkaOptions;
import dev.freshet.localstack.Progress;
import dev.freshet.localstack.StopSignal;
import dev.freshet.localstack.TimeConverter;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code record}: copies topics into Avro files. */
@Command(
    name = "record",
    sortOptions = false,
    header = "Copies Kafka topics into Avro files that replay and run can read.",
    description = {
      "",
      "Writes a file TOPIC-PARTITION.avro for each partition into a folder: every record with key,"
          + " value, headers, topic, partition, offset and timestamp, whatever it holds. Files that"
          + " are there already are gone on with, after their last record; so a recording that was"
          + " interrupted, even killed, is completed by the same command again.",
      "",
      "At the end every file is read again: it must hold as many records as were copied, in the"
          + " order of their offsets. Offsets without a record are counted and said: compacted"
          + " topics have them, and topics written in transactions, whose markers take an offset"
          + " each.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  record incident --from 2026-11-24T20:00:00Z --to 2026-11-24T21:00:00Z",
      "  record today --follow                    (until Ctrl-C)",
      "  record all --settings recommendations.yaml --property isolation.level=read_committed",
      "  record all --bootstrap-servers kafka.test:9093 --property security.protocol=SSL",
      "",
      "Exit codes: 0 everything recorded and checked, 1 not so, 2 wrong usage."
    })
public final class RecordCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 15_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FOLDER", description = "Where to; made if it is not there.")
  private Path folder = Path.of(".");

  @Option(
      names = "--topics",
      paramLabel = "TOPIC",
      split = ",",
      description =
          "Which topics, divided by commas. By default those of the events and of the items, as"
              + " kafka.topics.* name them.")
  private List<String> topics = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "From this moment on, by the records' timestamps: 2026-11-24T22:00:00Z, a day, or epoch"
              + " milliseconds. The items are recorded from their beginning all the same, as events"
              + " are read with them.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Up to this moment, not included. By default what is there at the start.")
  private @Nullable Instant to;

  @Option(
      names = "--from-offset",
      paramLabel = "N",
      description = "From this offset on in each partition, but the items'.")
  private @Nullable Long fromOffset;

  @Option(
      names = "--to-offset",
      paramLabel = "N",
      description = "Up to this offset in each partition, not included.")
  private @Nullable Long toOffset;

  @Option(names = "--follow", description = "Go on with what arrives, until Ctrl-C.")
  private boolean follows;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  @Override
  public Integer call() {
    KafkaSettings settings = kafka.settings();
    if (follows && (to != null || toOffset != null)) {
      throw new ParameterException(
          spec.commandLine(), "--follow has no end, but --to or --to-offset is given");
    }
    try (StopSignal stop = StopSignal.listen()) {
      return record(settings, stop);
    } catch (KafkaException e) {
      return fail(KafkaFailures.explain(settings.bootstrapServers(), e));
    } catch (IOException | UncheckedIOException e) {
      return fail(String.valueOf(e.getMessage()));
    }
  }

  private int fail(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("record: " + message);
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private int record(KafkaSettings settings, StopSignal stop) throws IOException {
    Map<String, Object> client = KafkaOptions.clientProperties(settings);
    client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    client.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    Map<TopicPartition, String> topicIds = topicIds(client, names(settings.topics()));
    // Nothing may be skipped in silence: a position that is gone is an error.
    client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    Extent extent = new Extent(from, to, fromOffset, toOffset, follows);
    Files.createDirectories(folder);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Progress progress = Progress.of("record", Progress.UNKNOWN)) {
      Map<TopicPartition, Long> starts =
          extent.starts(
              consumer,
              topicIds.keySet(),
              partition -> partition.topic().equals(settings.topics().items()));
      Map<TopicPartition, Long> ends = extent.ends(consumer, topicIds.keySet());
      return report(new Recorder(consumer, folder).record(topicIds, starts, ends, stop, progress));
    }
  }

  private List<String> names(Topics usual) {
    return topics.isEmpty()
        ? Stream.concat(usual.interactions().stream(), Stream.of(usual.items())).toList()
        : topics;
  }

  private static Map<TopicPartition, String> topicIds(
      Map<String, Object> client, List<String> names) {
    Map<TopicPartition, String> topicIds = new HashMap<>();
    try (Admin admin = Admin.create(client)) {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> described :
          admin.describeTopics(names).topicNameValues().entrySet()) {
        TopicDescription topic = await(described.getKey(), described.getValue());
        topic
            .partitions()
            .forEach(
                partition ->
                    topicIds.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        topic.topicId().toString()));
      }
      return topicIds;
    }
  }

  private static TopicDescription await(String topic, KafkaFuture<TopicDescription> described) {
    try {
      return described.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new UnknownTopicOrPartitionException(topic, e.getCause());
      }
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private int report(List<Recorder.Account> accounts) {
    PrintWriter out = spec.commandLine().getOut();
    boolean complete = true;
    for (Recorder.Account account : accounts) {
      out.printf(
          "%s: offsets %,d to %,d, %,d records%s%s%s%n",
          account.file(),
          account.held().startOffset(),
          account.endOffset(),
          account.held().records(),
          account.added() == account.held().records()
              ? ""
              : ", %,d of them new".formatted(account.added()),
          account.empty() == 0
              ? ""
              : "; %,d offsets hold none (compacted, or transaction markers)"
                  .formatted(account.empty()),
          account.isComplete()
              ? ""
              : "; NOT complete: %,d records were copied".formatted(account.counted()));
      complete &= account.isComplete();
    }
    long records = accounts.stream().mapToLong(account -> account.held().records()).sum();
    out.printf(
        "%,d records in %d files%s%n",
        records, accounts.size(), complete ? ", all read again and counted." : ".");
    out.flush();
    return complete ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
