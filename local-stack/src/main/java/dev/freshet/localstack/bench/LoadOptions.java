package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.load.LoadSettings;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every measurement of jobs can be told about its log and its jobs. */
final class LoadOptions {

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Users of the log. By default ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Items of the catalogue. By default ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Events of the log. By default ${DEFAULT-VALUE}.")
  private int events;

  @Option(
      names = "--density",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Events in a second of event time. By default ${DEFAULT-VALUE}.")
  private int density;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds give equal logs. By default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Parallelism of every job. By default ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set an option of the jobs or of Flink, such as execution.buffer-timeout.interval=0. May"
              + " be repeated.")
  private Map<String, String> set = Map.of();

  /**
   * @throws IllegalArgumentException naming the option that is wrong
   */
  LoadSettings load() {
    return new LoadSettings(users, items, events, density, seed);
  }

  Jobs jobs() {
    return new Jobs(parallelism, Map.copyOf(set));
  }
}
