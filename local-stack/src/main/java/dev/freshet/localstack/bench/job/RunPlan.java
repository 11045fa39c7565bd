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
 * @param events how many events it reads before it ends, or before it serves
 * @param serves whether it then goes on reading what comes, until it is told to end
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
    boolean serves,
    long warmUpEvents,
    int parallelism) {}
