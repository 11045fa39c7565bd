package dev.freshet.localstack;

import dev.freshet.localstack.bench.BenchCommand;
import dev.freshet.localstack.cluster.ClusterCommand;
import dev.freshet.localstack.command.Commands;
import dev.freshet.localstack.diff.DiffCommand;
import dev.freshet.localstack.evaluate.EvaluateCommand;
import dev.freshet.localstack.record.RecordCommand;
import dev.freshet.localstack.replay.ReplayCommand;
import dev.freshet.localstack.resubmit.ResubmitCommand;
import dev.freshet.localstack.run.RunCommand;
import dev.freshet.localstack.up.UpCommand;
import dev.freshet.localstack.whatif.WhatIfCommand;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** All commands, each by the name of the script that runs it. */
public final class LocalStack {

  private static final Map<String, Supplier<Callable<Integer>>> COMMANDS =
      Map.of(
          "bench", BenchCommand::new,
          "cluster", ClusterCommand::new,
          "diff", DiffCommand::new,
          "evaluate", EvaluateCommand::new,
          "record", RecordCommand::new,
          "replay", ReplayCommand::new,
          "resubmit", ResubmitCommand::new,
          "run", RunCommand::new,
          "up", UpCommand::new,
          "what-if", WhatIfCommand::new);

  private LocalStack() {}

  /** Takes the command's name and its arguments; ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Callable<Integer> command =
        Objects.requireNonNull(COMMANDS.get(arguments[0]), arguments[0]).get();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    System.exit(Commands.line(command).execute(rest));
  }
}
