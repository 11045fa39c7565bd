package dev.freshet.localstack.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** The option {@code --set} of commands that run jobs. */
public final class SetOption {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set an option of the jobs (docs/options.md, docs/stickiness.md), such as"
              + " recommendations.history.window=10; where Flink runs, also one of Flink's. May be"
              + " repeated.")
  private Map<String, String> values = Map.of();

  /** Values by key. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }
}
