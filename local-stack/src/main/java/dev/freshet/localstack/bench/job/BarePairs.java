package dev.freshet.localstack.bench.job;

/** An item acted on, and the items that the same user acted on before. */
public record BarePairs(String item, String[] others) {}
