package dev.freshet.runtime.kafka.catalogue;

import org.apache.flink.api.connector.source.SourceEvent;

/** Readers are told that every operator knows the catalogue. */
record EventsMayBegin() implements SourceEvent {}
