package dev.freshet.localstack.bench.job;

/** As much of an interaction as a bare job needs. */
public record BareEvent(String user, String item, long atMillis) {}
