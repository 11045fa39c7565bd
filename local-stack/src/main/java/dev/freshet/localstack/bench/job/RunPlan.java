package dev.freshet.localstack.bench.job;

import java.util.Map;

/**
 * What a run has to do.
 *
 * @param variant the job
 * @param kafka the broker that has the log
 * @param redis where the job writes
 * @param options options of the job and of Flink
 * @param directory where its checkpoints may lie
 * @param events after how many events it ends; 0 for a run that ends when it is told to
 * @param warmUpEvents how many of them do not count as steady
 * @param parallelism of the job
 */
public record RunPlan(
    Variant variant,
    String kafka,
    String redis,
    Map<String, String> options,
    String directory,
    long events,
    long warmUpEvents,
    int parallelism) {}
