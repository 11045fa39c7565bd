package dev.freshet.localstack.record;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.command.TimeSpanOptions;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.kafka.KafkaFailures;
import dev.freshet.localstack.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
          + " each. Records of transactions that are aborted or still open are no records, as for"
          + " the jobs, unless --property isolation.level=read_uncommitted is given.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  record incident --from 2026-11-24T20:00:00Z --to 2026-11-24T21:00:00Z",
      "  record today --follow                    (until Ctrl-C)",
      "  record all --settings recommendations.yaml --property isolation.level=read_uncommitted",
      "  record all --bootstrap-servers kafka.test:9093 --property security.protocol=SSL",
      "",
      "Exit codes: 0 everything recorded and checked, 1 not so, 2 wrong usage."
    })
public final class RecordCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 15_000;

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

  @Mixin private TimeSpanOptions span = new TimeSpanOptions();

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

  @Option(
      names = "--follow",
      description = "Go on with what arrives, until Ctrl-C, not only up to what is there.")
  private boolean follows;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    KafkaSettings settings = kafka.settings();
    Usage.require(
        !follows || (span.to() == null && toOffset == null),
        "--follow has no end, but --to or --to-offset is given");
    try (StopSignal stop = StopSignal.listen()) {
      return record(settings, stop);
    } catch (KafkaException e) {
      throw KafkaFailures.explained(settings.bootstrapServers(), e);
    }
  }

  private int record(KafkaSettings settings, StopSignal stop) throws IOException {
    Map<String, Object> client = KafkaOptions.clientProperties(settings);
    client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    client.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    Map<TopicPartition, String> topicIds = TopicIds.of(client, names(settings.topics()));
    Map<String, Object> reader = KafkaOptions.consumerProperties(client);
    // Nothing may be skipped in silence: a position that is gone is an error.
    reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    Extent extent = new Extent(span.from(), span.to(), fromOffset, toOffset, follows);
    Files.createDirectories(folder);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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

  private int report(List<Recorder.Account> accounts) {
    PrintWriter out = console.out();
    accounts.forEach(account -> out.println(account.line()));
    boolean complete = accounts.stream().allMatch(Recorder.Account::isComplete);
    long records = accounts.stream().mapToLong(account -> account.held().records()).sum();
    out.printf(
        "%,d records in %d files%s%n",
        records, accounts.size(), complete ? ", all read again and counted." : ".");
    out.flush();
    return complete ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
