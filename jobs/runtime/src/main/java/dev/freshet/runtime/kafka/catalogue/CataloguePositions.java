package dev.freshet.runtime.kafka.catalogue;

import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * A reader tells up to where every operator knows the catalogue.
 *
 * @param offsets by partition what is read next; nothing of a partition not read yet
 */
record CataloguePositions(Map<Integer, Long> offsets) implements SourceEvent {}
