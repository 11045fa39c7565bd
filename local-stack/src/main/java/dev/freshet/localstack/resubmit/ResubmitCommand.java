package dev.freshet.localstack.resubmit;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.TimeConverter;
import dev.freshet.localstack.kafka.KafkaFailures;
import dev.freshet.localstack.kafka.KafkaOptions;
import dev.freshet.localstack.record.Extent;
import dev.freshet.localstack.record.TopicIds;
import dev.freshet.localstack.replay.Outlet;
import dev.freshet.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
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

/** The command {@code resubmit}: feeds rejected records back. */
@Command(
    name = "resubmit",
    sortOptions = false,
    header =
        "Feeds rejected records back into the topics they came from, once the cause is mended.",
    description = {
      "",
      "Reads the topic of rejected records up to the end that it has now, and sends what is selected"
          + " to the topic and partition that it came from, with its own key, value and headers."
          + " Records that several jobs have rejected are sent once. The topic stays as it is: what"
          + " is rejected again comes to its end.",
      "",
      "To do so twice does no harm while the jobs remember the ids of events"
          + " (events.duplicates.ttl): what was used in between is dropped as a duplicate. Later it"
          + " is counted twice, so select by --from.",
      "",
      "Records of items are left where they are unless --topic names their topic: an old one would"
          + " take the place of what was said of the item since. Records that were cut, and those"
          + " whose bytes were gone, cannot be sent.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  resubmit --dry-run",
      "  resubmit --reason unknown-schema --from 2026-11-24T20:30:00Z",
      "  resubmit --reason flood,failed --topic clicks --job recommendations",
      "  resubmit --settings recommendations.yaml --bootstrap-servers kafka.test:9093",
      "",
      "Exit codes: 0 Kafka has taken what was selected, 1 not so, 2 wrong usage."
    })
public final class ResubmitCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 30_000;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      description = "Only what was rejected for these reasons, divided by commas.")
  private List<String> reasons = List.of();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      split = ",",
      description = "Only what came from these topics, divided by commas.")
  private List<String> topics = List.of();

  @Option(
      names = "--job",
      paramLabel = "JOB",
      split = ",",
      description = "Only what these jobs have rejected, divided by commas.")
  private List<String> jobs = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Only what was rejected from this moment on: 2026-11-24T22:00:00Z, a day, or epoch"
              + " milliseconds.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Only what was rejected before this moment.")
  private @Nullable Instant to;

  @Option(names = "--dry-run", description = "Send nothing; tell what would be sent.")
  private boolean isDry;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    KafkaSettings settings = kafka.settings();
    try {
      resubmit(settings);
      return ExitCode.OK;
    } catch (KafkaException e) {
      throw KafkaFailures.explained(settings.bootstrapServers(), e);
    }
  }

  private void resubmit(KafkaSettings settings) throws IOException {
    Map<String, Object> client = KafkaOptions.clientProperties(settings);
    client.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    Selection selection = Selection.of(reasons, topics, jobs, settings.topics().items());
    String rejected = settings.topics().rejected();
    if (isDry) {
      Resubmission dry = new Resubmission(selection, record -> {});
      read(dry, rejected, client);
      report(dry, "nothing was sent, %,d records would be".formatted(dry.count()));
      return;
    }
    try (Outlet outlet = new Outlet(client, new Outlet.Target(Map.of(), 0, false))) {
      Resubmission resubmission = new Resubmission(selection, outlet::send);
      read(resubmission, rejected, client);
      outlet.flush();
      report(resubmission, "Kafka has taken %,d records".formatted(outlet.taken()));
    }
  }

  private void read(Resubmission resubmission, String topic, Map<String, Object> client)
      throws IOException {
    Map<String, Object> reader = KafkaOptions.consumerProperties(client);
    reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Set<TopicPartition> partitions = TopicIds.of(client, List.of(topic)).keySet();
    Extent extent = new Extent(from, to, null, null, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      resubmission.run(
          consumer,
          extent.starts(consumer, partitions, partition -> false),
          extent.ends(consumer, partitions));
    }
  }

  private void report(Resubmission resubmission, String outcome) {
    PrintWriter out = console.out();
    out.print(resubmission.account());
    out.println(outcome);
    out.flush();
  }
}
