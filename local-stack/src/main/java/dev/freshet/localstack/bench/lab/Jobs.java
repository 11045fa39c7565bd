package dev.freshet.localstack.bench.lab;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;

/**
 * How jobs are run, all of them alike.
 *
 * @param parallelism of every job
 * @param options of the jobs and of Flink, as on their command lines
 */
public record Jobs(int parallelism, Map<String, String> options) {

  /** The same with checkpoints close enough for a log of a minute or two, unless they are set. */
  public Jobs forShortLog() {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent(CheckpointingOptions.CHECKPOINTING_INTERVAL.key(), "10 s");
    return new Jobs(parallelism, Map.copyOf(all));
  }
}
