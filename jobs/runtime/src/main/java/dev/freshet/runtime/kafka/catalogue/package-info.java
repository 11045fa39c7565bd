/**
 * Reads the catalogue before events: a source around Kafka's own that keeps the partitions of
 * events to itself until every operator knows the catalogue.
 */
@NullMarked
package dev.freshet.runtime.kafka.catalogue;

import org.jspecify.annotations.NullMarked;
