package dev.freshet.runtime.failure;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How often a job fails on the same thing. */
public final class FailureOptions {

  public static final ConfigOption<Integer> MAX_FAILURES =
      ConfigOptions.key("events.max-failures")
          .intType()
          .defaultValue(2)
          .withDescription(
              "How often the job may fail on one and the same record and begin again from its last"
                  + " checkpoint; then the record is rejected as failed, with the stack trace, and"
                  + " the job goes on as if it had never come. The same holds for what waits for a"
                  + " timer of a user or another key, which the log tells. 0: any number of times.");

  private FailureOptions() {}
}
