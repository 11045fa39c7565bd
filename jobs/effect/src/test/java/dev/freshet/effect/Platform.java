package dev.freshet.effect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.effect.Lists.Life;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.schemas.EffectState;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.JobPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A platform in small around the job. */
final class Platform extends JobPlatform {

  private static final int PARTITIONS = 1;

  Platform(Path directory) {
    super(directory, EmbeddedRedis.start(), EffectJob.NAME, EffectJob::define, quick(), PARTITIONS);
    kafka.createTopic("exposures", PARTITIONS);
    kafka.createTopic("effects", PARTITIONS, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("stickiness", 2, Map.of("cleanup.policy", "compact"));
    createExperiments();
  }

  private void createExperiments() {
    kafka.createTopic("experiments", 1, Map.of("cleanup.policy", "compact"));
  }

  /** Somebody deletes the topic of experiments and makes it anew: it is empty. */
  void remakeExperiments() {
    kafka.deleteTopic("experiments");
    createExperiments();
  }

  private static Configuration quick() {
    Configuration options = new Configuration();
    options.set(EffectOptions.DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    // Longer than it takes to read what is there, which must not make topics late.
    options.set(EventOptions.IDLE_TIMEOUT, Duration.ofSeconds(2));
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ZERO);
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(KafkaOptions.TOPICS_EXPOSURES, "exposures");
    options.set(KafkaOptions.TOPICS_STICKINESS, "stickiness");
    options.set(KafkaOptions.TOPICS_EXPERIMENTS, "experiments");
    options.set(EffectOptions.LATENESS, Duration.ofMinutes(1));
    options.set(EffectOptions.INTERVAL, Duration.ofMillis(100));
    return options;
  }

  /** Users are shown lists. */
  void show(ListExposure... lists) {
    show(List.of(lists));
  }

  /** Users are shown lists. */
  void show(List<ListExposure> lists) {
    send(lists.stream().map(records::of).toList());
  }

  /**
   * Something occurs that brings the time with it, and counts in no placement that is looked at.
   */
  void passUntil(long atMillis) {
    show(Lists.shown("time", atMillis, "time", Map.of(), "time"));
    happen(Lists.click("time", "time", atMillis));
  }

  /** All that occurs, with an experiment that runs meanwhile. */
  void live(Life life) {
    apply(Lists.PULSE);
    show(life.lists());
    happen(life.events());
    passUntil(life.endMillis());
  }

  /** The documents that are there of the same in process, by key. */
  Map<String, String> inProcess(Life life, RedisKeys keys) {
    EffectInProcess inProcess =
        new EffectInProcess(EffectSettings.from(options(), keys), List.of(Lists.PULSE));
    life.lists().forEach(inProcess::accept);
    life.events().forEach(inProcess::accept);
    inProcess.pass(life.endMillis());
    Map<String, String> documents = new HashMap<>();
    inProcess.publish(write -> documents.put(write.key(), write.value()));
    return documents;
  }

  /** The platform says what its items are. */
  void describe(CatalogueItem... items) {
    send(Arrays.stream(items).map(records::of).toList());
  }

  /** Somebody says what an experiment is. */
  void apply(Experiment experiment) {
    apply(
        experiment.name(),
        RecordEncoding.experiments().encode(ExperimentRecords.record(experiment)));
  }

  /** Puts something on the topic of experiments; nothing says that there is none. */
  void apply(String name, byte @Nullable [] record) {
    send(new ProducerRecord<>("experiments", name.getBytes(UTF_8), record));
  }

  /** How many records of a topic the job has read, as of its last checkpoint. */
  long read(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(EffectJob.NAME)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(each -> each.getKey().topic().equals(topic))
          .mapToLong(each -> each.getValue().offset())
          .sum();
    }
  }

  /** Another job tells something of a user. */
  void tell(String user, byte[] record) {
    send(new ProducerRecord<>("stickiness", user.getBytes(UTF_8), record));
  }

  /** The keys of rejected records, with why they were rejected. */
  Stream<String> rejected() {
    List<ConsumerRecord<byte[], byte[]>> records = kafka.read("rejected");
    return records.stream()
        .map(record -> new String(record.headers().lastHeader("reason").value(), UTF_8));
  }

  /** What was told last of a placement or experiment on the topic of effects; null if nothing. */
  @Nullable EffectState effect(String subject) {
    return kafka.read("effects").stream()
        .filter(record -> new String(record.key(), UTF_8).equals(subject))
        .map(record -> state(record.value()))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  private static EffectState state(byte[] record) {
    try {
      return RecordEncoding.effects().decode(record);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A document in Redis; empty if there is none. */
  String document(String key) {
    String document = redis().get(key);
    return document == null ? "" : document;
  }
}
