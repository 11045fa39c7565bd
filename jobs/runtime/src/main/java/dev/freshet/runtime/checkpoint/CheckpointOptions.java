package dev.freshet.runtime.checkpoint;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How far checkpoints keep out of the way of events. */
public final class CheckpointOptions {

  public static final ConfigOption<Boolean> PACED_UPLOADS =
      ConfigOptions.key("checkpoints.paced-uploads")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether the files of a checkpoint are uploaded slowly, over a sixteenth of"
                  + " execution.checkpointing.interval, so that tasks that have to catch up keep the"
                  + " processors. The checkpoint completes so much later. Needs RocksDB.");

  public static final ConfigOption<Boolean> SHORT_FLUSHES =
      ConfigOptions.key("checkpoints.short-flushes")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether RocksDB gets four write buffers of 8 MB, eight threads and universal"
                  + " compaction, so that a checkpoint holds up tasks for a shorter time."
                  + " Compaction then needs up to twice the room on disk for a moment.");

  public static final ConfigOption<Boolean> WRITE_AHEAD =
      ConfigOptions.key("checkpoints.write-ahead")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether values that nobody changed for a while are written to RocksDB before the"
                  + " next checkpoint is due, so that few are left to write while it holds up"
                  + " tasks.");

  private CheckpointOptions() {}
}
