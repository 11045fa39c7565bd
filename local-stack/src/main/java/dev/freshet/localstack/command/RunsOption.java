package dev.freshet.localstack.command;

import picocli.CommandLine.Option;

/** The option {@code --runs} of commands that measure. */
public final class RunsOption {

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of each; the median counts. By default ${DEFAULT-VALUE}.")
  private int runs = 3;

  /**
   * How many, 1 or more.
   *
   * @throws UsageException if it is fewer
   */
  public int count() {
    Usage.atLeast(1, "--runs", runs);
    return runs;
  }
}
