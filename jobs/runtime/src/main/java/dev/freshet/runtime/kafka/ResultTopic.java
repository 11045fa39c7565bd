package dev.freshet.runtime.kafka;

import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/**
 * Writes what a job finds out to Kafka.
 *
 * @param kafka where the topic is
 * @param delivery how often a record may be written
 * @param transactions prefix of the transactional ids, of this topic and job alone
 */
public record ResultTopic(KafkaSettings kafka, DeliveryGuarantee delivery, String transactions) {

  /** The sink of records that a writer serializes. */
  public <T> KafkaSink<T> sink(KafkaRecordSerializationSchema<T> writer) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(kafka.ofProducer())
        .setRecordSerializer(writer)
        .setDeliveryGuarantee(delivery)
        .setTransactionalIdPrefix(transactions)
        .build();
  }
}
