package dev.freshet.localstack.bench.lab;

import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.SetOption;
import dev.freshet.localstack.command.UsageException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every measurement of jobs can be told about its log and its jobs. */
public final class LoadOptions {

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

  @Mixin private SeedOption seed = new SeedOption();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Parallelism of every job. By default ${DEFAULT-VALUE}.")
  private int parallelism;

  @Mixin private SetOption set = new SetOption();

  /**
   * The log that is measured with.
   *
   * @throws UsageException naming the option that is wrong
   */
  public LoadSettings load() {
    return new LoadSettings(users, items, events, density, seed.value());
  }

  public Jobs jobs() {
    return new Jobs(parallelism, set.values());
  }
}
