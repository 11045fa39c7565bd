/**
 * The edge to Kafka: records are read, decoded and checked, events are cleaned of duplicates and
 * floods, and what cannot be used goes to the topic of rejected records with the reason. Avro stops
 * here; behind it there are only the records of {@code scoring}.
 */
@NullMarked
package dev.freshet.runtime.kafka;

import org.jspecify.annotations.NullMarked;
