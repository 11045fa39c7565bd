package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.SettingsOptions;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.up.DataDirectory;
import dev.freshet.localstack.up.ExperimentsOption;
import dev.freshet.localstack.up.PortOptions;
import dev.freshet.localstack.up.RulesOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code cluster}: the jobs as in production, on this machine. */
@Command(
    name = "cluster",
    sortOptions = false,
    subcommands = {SavepointCommand.class, RestartCommand.class, StopCommand.class},
    header = "Runs the jobs as in production: shaded jars on Flink's own processes.",
    description = {
      "",
      "Starts a job manager and task managers, each in a JVM of its own, a ZooKeeper by which a new"
          + " job manager goes on with the jobs of a dead one, a Kafka and a Redis, all for this"
          + " machine only. Applies rules and an experiment, submits the jobs from their shaded"
          + " jars and feeds them with simulated learners, who take from the lists of their home page. A process of Flink that dies is started again. Ctrl-C stops"
          + " everything.",
      "",
      "Flink and the jobs run with what k8s/overlays/staging has, but for addresses and storage;"
          + " what is otherwise is printed. --config and --set come after it and win.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  cluster",
      "  cluster --rate 200 --seconds 60 --parallelism 4",
      "  cluster --rules weekly.yaml --experiments fresh-first.yaml",
      "  cluster --config my-settings.yaml --set recommendations.exclude=completed",
      "  cluster --data-dir platform       (again later: goes on where it was)",
      "  cluster savepoint                 (in another terminal)",
      "  cluster restart --parallelism 4",
      "  cluster stop",
      "",
      "Exit codes: 0 done, 1 the start failed or no cluster runs, 2 wrong usage."
    })
public final class ClusterCommand implements Callable<Integer> {

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Tasks of each operator. By default ${DEFAULT-VALUE}.")
  private int parallelism = 2;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Events a second, 0 for none. By default ${DEFAULT-VALUE}.")
  private double rate = 50;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Stop after so many seconds of events. By default only Ctrl-C or stop do.")
  private @Nullable Integer seconds;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Mixin private RulesOption rules = new RulesOption();

  @Mixin private ExperimentsOption experiments = new ExperimentsOption();

  @Mixin private SeedOption seed = new SeedOption();

  @Mixin private PortOptions ports = new PortOptions();

  @Mixin private ClusterPlace place = new ClusterPlace();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws InterruptedException, IOException {
    JobOptions given = settings.given();
    check();
    try (StopSignal stop = StopSignal.listen();
        DataDirectory data = DataDirectory.open(place.path(), place.isKept())) {
      new LocalCluster(
              new LocalCluster.Plan(
                  given,
                  rules.rules(),
                  experiments.experiments(),
                  parallelism,
                  rate,
                  seconds,
                  seed.value(),
                  ports),
              data,
              stop,
              console.out())
          .run();
      return ExitCode.OK;
    } catch (IllegalStateException e) {
      // So say the servers that they cannot start.
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private void check() {
    Usage.atLeast(1, "--parallelism", parallelism);
    Usage.require(rate >= 0, "--rate must be 0 or more, is " + rate);
    if (seconds != null) {
      Usage.atLeast(1, "--seconds", seconds);
    }
  }
}
