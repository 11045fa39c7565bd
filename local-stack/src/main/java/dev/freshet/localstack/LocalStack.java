package dev.freshet.localstack;

import static java.util.Map.entry;

import dev.freshet.localstack.bench.BenchCommand;
import dev.freshet.localstack.cluster.ClusterCommand;
import dev.freshet.localstack.command.Commands;
import dev.freshet.localstack.diff.DiffCommand;
import dev.freshet.localstack.evaluate.EvaluateCommand;
import dev.freshet.localstack.experiments.ExperimentsCommand;
import dev.freshet.localstack.record.RecordCommand;
import dev.freshet.localstack.replay.ReplayCommand;
import dev.freshet.localstack.resubmit.ResubmitCommand;
import dev.freshet.localstack.rules.RulesCommand;
import dev.freshet.localstack.run.RunCommand;
import dev.freshet.localstack.simulate.SimulateCommand;
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
      Map.ofEntries(
          entry("bench", BenchCommand::new),
          entry("cluster", ClusterCommand::new),
          entry("diff", DiffCommand::new),
          entry("evaluate", EvaluateCommand::new),
          entry("experiments", ExperimentsCommand::new),
          entry("record", RecordCommand::new),
          entry("replay", ReplayCommand::new),
          entry("resubmit", ResubmitCommand::new),
          entry("rules", RulesCommand::new),
          entry("run", RunCommand::new),
          entry("simulate", SimulateCommand::new),
          entry("up", UpCommand::new),
          entry("what-if", WhatIfCommand::new));

  private LocalStack() {}

  /** Takes the command's name and its arguments; ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Callable<Integer> command =
        Objects.requireNonNull(COMMANDS.get(arguments[0]), arguments[0]).get();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    System.exit(Commands.line(command).execute(rest));
  }
}
