package dev.freshet.localstack.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --from} and {@code --to} of commands that take a part of what is there. */
public final class TimeSpanOptions {

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "From this moment on: 2026-11-24T22:00:00Z, a day, or epoch milliseconds. What is known"
              + " of items from before is taken all the same, as events are read with it.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Up to this moment, not included.")
  private @Nullable Instant to;

  /** Null for the beginning. */
  public @Nullable Instant from() {
    return from;
  }

  /** Null for the end. */
  public @Nullable Instant to() {
    return to;
  }
}
