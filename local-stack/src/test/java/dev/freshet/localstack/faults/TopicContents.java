package dev.freshet.localstack.faults;

import dev.freshet.runtime.record.Topics;
import dev.freshet.schemas.EffectState;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.testing.TopicRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What lies on the topics of a platform.
 *
 * @param address of the broker
 * @param topics of events
 * @param rewards the topic of what users are given
 * @param effects the topic of what is known of placements and experiments
 */
record TopicContents(String address, Topics topics, String rewards, String effects) {

  /** Of records that belong to transactions, only those of committed ones. */
  private Map<String, Object> committed() {
    return Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
  }

  /** What users were given, without what belongs to transactions that are not committed. */
  List<RewardEvent> given() {
    List<RewardEvent> given = new ArrayList<>();
    TopicRecords.forEach(committed(), rewards, record -> given.add(reward(record.value())));
    return given;
  }

  private static RewardEvent reward(byte[] record) {
    try {
      return RecordEncoding.rewards().decode(record);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is known of each placement and experiment, as it was told last. */
  Map<String, EffectState> known() {
    Map<String, EffectState> known = new HashMap<>();
    TopicRecords.forEach(
        committed(),
        effects,
        record ->
            known.put(new String(record.key(), StandardCharsets.UTF_8), effect(record.value())));
    return known;
  }

  private static EffectState effect(byte[] record) {
    try {
      return RecordEncoding.effects().decode(record);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether checkpoints hold that a job has read all the records of events that there are. */
  boolean isReadBy(String job) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(job).partitionsToOffsetAndMetadata().get();
      return ends().entrySet().stream()
          .allMatch(
              end -> {
                OffsetAndMetadata place = read.get(end.getKey());
                return end.getValue() == 0 || (place != null && place.offset() >= end.getValue());
              });
    }
  }

  /** Rejected records by job and place, each once however often it was written. */
  Set<String> rejected() {
    Set<String> places = new HashSet<>();
    TopicRecords.forEach(
        Map.of("bootstrap.servers", address, "max.partition.fetch.bytes", 16 << 20),
        topics.rejected(),
        record -> places.add(place(record)));
    return places;
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return String.join(
        " ",
        Stream.of("job", "topic", "partition", "offset")
            .map(name -> Objects.requireNonNull(record.headers().lastHeader(name), name).value())
            .map(value -> new String(value, StandardCharsets.UTF_8))
            .toList());
  }

  /** Records of events that Kafka holds. */
  long records() {
    return ends().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Where the topics of events end, and that of lists that were shown if there is one. */
  private Map<TopicPartition, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.endOffsets(
          Stream.concat(
                  topics.interactionsAndPurchases().stream(),
                  Stream.of(topics.exposures()).filter(topic -> !topic.isEmpty()))
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList());
    }
  }
}
