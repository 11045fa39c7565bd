package dev.freshet.localstack.simulate;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.SettingsOptions;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.evaluate.ScoringSettings;
import dev.freshet.localstack.simulator.Showcase;
import dev.freshet.localstack.simulator.ShowcaseSettings;
import dev.freshet.scoring.Recommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code simulate}: writes a log with impressions. */
@Command(
    name = "simulate",
    sortOptions = false,
    header = "Writes a log of simulated learners, with the lists that they were shown.",
    description = {
      "",
      "Writes events.csv and items.csv into a folder, as evaluate, run and replay read them. Every"
          + " list that was shown is a row of the type impression, with its placement: home, or"
          + " next below an item. Learners take from a list what they like, if they look so far"
          + " down; most lists are left without. What they like is hidden, from the log as from the"
          + " platform that makes the lists. An eighth of the visits to a page has no list.",
      "",
      "With --lists freshet Freshet's recommendations are shown after the first twentieth of the"
          + " visits, made in process as the job makes them, and it learns from what becomes of"
          + " them. The last line tells from how large a share of the lists something was taken,"
          + " and from how large a share it would have been if learners looked at all of a list:"
          + " their appeal.",
      "",
      "Equal options give equal files.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  simulate shown",
      "  simulate shown --seed 2 --steps 200000 --learners 2000",
      "  simulate even --position-bias 0",
      "  simulate loop --lists freshet --set recommendations.exposures.appeal=false",
      "",
      "Exit codes: 0 done, 1 a file cannot be written, 2 wrong usage."
    })
public final class SimulateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "Where to; made if it is not there.")
  private Path folder = Path.of(".");

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many visits to a page there are. By default ${DEFAULT-VALUE}.")
  private int steps = 100_000;

  @Option(
      names = "--learners",
      paramLabel = "N",
      description = "How many learners there are. By default ${DEFAULT-VALUE}.")
  private int learners = 1_000;

  @Option(
      names = "--position-bias",
      paramLabel = "X",
      description =
          "How much less lower places are looked at: place r with probability 1/r^X. By default"
              + " ${DEFAULT-VALUE}.")
  private double positionBias = 0.7;

  /** Whose lists may be shown. */
  enum Lists {
    PLATFORM,
    FRESHET
  }

  @Option(
      names = "--lists",
      paramLabel = "platform|freshet",
      description = "Whose lists are shown. By default platform.")
  private Lists lists = Lists.PLATFORM;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Mixin private SeedOption seed = new SeedOption();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    Usage.atLeast(1, "--steps", steps);
    Usage.atLeast(1, "--learners", learners);
    Usage.require(
        positionBias >= 0 && Double.isFinite(positionBias),
        "--position-bias must be 0 or more, is " + positionBias);
    Usage.require(
        lists == Lists.FRESHET || settings.areAbsent(),
        "--set and --settings are of the job that makes the lists: pass --lists freshet too");
    ShowcaseSettings size =
        ShowcaseSettings.withSeed(seed.value())
            .withLearners(learners)
            .withPositionBias(positionBias);
    Showcase showcase = new Showcase(size);
    console.print(SimulatedLog.write(folder, showcase, source(showcase), steps).toString());
    return ExitCode.OK;
  }

  private ListSource source(Showcase showcase) throws IOException {
    if (lists == Lists.PLATFORM) {
      return ListSource.PLATFORM;
    }
    JobOptions options = settings.given();
    Recommender recommender = new Recommender(Usage.checked(() -> ScoringSettings.of(options)));
    return new FreshetLists(recommender, showcase.catalogue(), SimulatedLog.first(steps));
  }
}
