package dev.freshet.localstack.bench.job;

/**
 * What a run came to.
 *
 * @param events events read
 * @param totalSeconds from the first event read to the checkpoint after the last
 * @param steadyEvents events read after the warm-up, which ends with a checkpoint
 * @param steadySeconds from the end of the warm-up to the last event read
 * @param steadyCpuSeconds processor time of the job's JVM from the end of the warm-up to the
 *     checkpoint after the last event, so that what was put off until then is in it
 * @param totalCpuSeconds processor time of the job's JVM in the whole time, its start included
 * @param checkpoints how many were completed
 * @param checkpointBytes full size of the last one, as stored
 * @param checkpointMillis mean duration, end to end
 * @param longestCheckpointMillis the longest duration
 * @param userStateBytes the part of a savepoint at the end that grows with users
 * @param itemStateBytes the part of a savepoint at the end that grows with items
 * @param heapBytes heap in use after a collection at the end
 * @param residentBytes largest resident size of the JVM, RocksDB's memory included
 */
public record RunResult(
    long events,
    double totalSeconds,
    long steadyEvents,
    double steadySeconds,
    double steadyCpuSeconds,
    double totalCpuSeconds,
    long checkpoints,
    long checkpointBytes,
    long checkpointMillis,
    long longestCheckpointMillis,
    long userStateBytes,
    long itemStateBytes,
    long heapBytes,
    long residentBytes) {}
