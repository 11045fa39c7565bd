package dev.freshet.localstack.command;

import picocli.CommandLine.Option;

/** The option {@code --repeats} of commands that judge lists. */
public final class RepeatsOption {

  @Option(
      names = "--repeats",
      description =
          "Judge every event, not only the first of a user with an item. Makes sense where"
              + " recommendations.exclude is nothing or completed: an item left out of the list is"
              + " never hit.")
  private boolean repeats;

  public boolean areJudged() {
    return repeats;
  }
}
