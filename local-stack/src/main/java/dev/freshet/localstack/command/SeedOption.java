package dev.freshet.localstack.command;

import picocli.CommandLine.Option;

/** The option {@code --seed} of commands that draw at random. */
public final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Equal seeds give equal results. By default ${DEFAULT-VALUE}.")
  private long seed = 1;

  public long value() {
    return seed;
  }
}
