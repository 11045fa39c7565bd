package dev.freshet.localstack.whatif;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JsonOption;
import dev.freshet.localstack.command.LogFiles;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.RepeatsOption;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.evaluate.approach.Freshet;
import dev.freshet.localstack.evaluate.lists.Trial;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.whatif.rules.RuleCounts;
import dev.freshet.localstack.whatif.rules.RuledFreshet;
import dev.freshet.localstack.whatif.rules.RulesToTry;
import dev.freshet.localstack.whatif.rules.TriedRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code what-if}: compares two settings of the recommender on logs. */
@Command(
    name = "what-if",
    sortOptions = false,
    header =
        "Tells which of two settings recommends better on event logs, and how surely, or what rules"
            + " on lists do there.",
    description = {
      "",
      "Runs each log through the recommender twice, with the settings A and B, and judges the same"
          + " choices as evaluate does, which spreads the events of logs with coarse time stamps:"
          + " before each one the list of 20 is made that a frontend would read at that instant."
          + " Prints the figures side by side, and how far the difference may be chance: 95 %%"
          + " intervals of a paired bootstrap over the users. Then the verdict in words, by the"
          + " intervals that do not contain 0, and whose lists differ most when the log ends.",
      "",
      "A sure difference on one log holds for users like those of the log. Four measures are looked"
          + " at, which say nearly the same: of many settings tried, one looks better by chance.",
      "",
      "With --rules the lists of B are read by rules on lists, at the moments of the log. Tells of"
          + " each rule to how many of the lists it applied, in how many it acted, and how often it"
          + " placed, lifted, buried or hid an item in the first 20 places; how many lists changed,"
          + " of how many users; and which rules were left out, and why. The measures tell what"
          + " rules cost: users of the log chose from lists without them.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  what-if events.csv --b recommendations.history.window=50",
      "  what-if events.csv --a now.yaml --b candidate.yaml",
      "  what-if logs/school logs/intranet --b recommendations.candidates.decay=0.5",
      "  what-if events.csv --a now.yaml --b now.yaml --b recommendations.exclude=nothing",
      "  what-if events.csv --b candidate.yaml --json -",
      "  what-if events.csv --rules campaign.yaml --placement home --always",
      "  what-if events.csv --rules campaign.yaml --audience drifting-away=users.txt",
      "",
      "Exit codes: 0 done, whatever the verdict, 1 a file cannot be read or written, has no"
          + " row that can be used or a rule that cannot, 2 wrong usage."
    })
public final class WhatIfCommand implements Callable<Integer> {

  @Mixin private LogFiles files = new LogFiles();

  @Option(
      names = "--a",
      paramLabel = "FILE|KEY=VALUE",
      description =
          "The settings to compare with: the job's YAML or properties file, or one of its options"
              + " (docs/options.md). May be repeated; KEY=VALUE wins over the file. By default the"
              + " defaults.")
  private List<String> first = List.of();

  @Option(
      names = "--b",
      paramLabel = "FILE|KEY=VALUE",
      description = "The settings that may be better, given like those of --a.")
  private List<String> second = List.of();

  @Mixin private RulesToTry rules = new RulesToTry();

  @Mixin private RepeatsOption repeats = new RepeatsOption();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Of how many users to show what changed. By default ${DEFAULT-VALUE}.")
  private int shown = 10;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "How many places of their lists count, 1 to 20. By default ${DEFAULT-VALUE}.")
  private int places = 10;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "How often users are drawn for the intervals. By default ${DEFAULT-VALUE}.")
  private int resamples = 2_000;

  @Mixin private SeedOption seed = new SeedOption();

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    check();
    json.requireFolder();
    Side a = Side.of("--a", first);
    Side b = Side.of("--b", second);
    TriedRules tried = rules.read();
    Usage.require(
        !tried.isEmpty() || !a.settings().equals(b.settings()),
        "nothing to compare: --a (" + a.name() + ") and --b (" + b.name() + ") come to the same");
    compare(a, b, tried);
    return ExitCode.OK;
  }

  private void check() {
    Usage.atLeast(0, "--top", shown);
    Usage.require(places >= 1 && places <= 20, "--places must be 1 to 20, is " + places);
    Usage.atLeast(100, "--resamples", resamples);
  }

  private void compare(Side a, Side b, TriedRules tried) throws IOException {
    List<EventLog> logs = files.open();
    ComparisonJson report = new ComparisonJson(a, b, resamples, seed.value());
    String withRules = tried.isEmpty() ? "" : ", with the rules " + tried.names();
    print("A: " + a.name() + "\nB: " + b.name() + withRules + "\n");
    for (EventLog log : logs) {
      List<BadRow> badRows = new ArrayList<>();
      Replay replay = Replay.forRecommendations(log, badRows::add);
      files.warnOf(badRows);
      Comparison comparison = compare(replay, a, b, tried);
      report.add(comparison, places, badRows.size());
      print(ComparisonText.of(comparison, places, shown));
    }
    json.write(report.json(), console.out());
  }

  private void print(String text) {
    if (!json.replacesText()) {
      console.print(text);
    }
  }

  private Comparison compare(Replay replay, Side a, Side b, TriedRules tried) {
    try (Progress progress = Progress.of(replay.name(), 2L * replay.size())) {
      Trial ofA = trial(replay, a, new Freshet(replay, a.settings()), progress);
      Trial ofB;
      Optional<RuleCounts> counts;
      if (tried.isEmpty()) {
        ofB = trial(replay, b, new Freshet(replay, b.settings()), progress);
        counts = Optional.empty();
      } else {
        RuledFreshet ruled = new RuledFreshet(replay, b.job(), tried);
        ofB = trial(replay, b, ruled, progress);
        counts = Optional.of(ruled.counts());
      }
      PairedBootstrap bootstrap =
          new PairedBootstrap(replay.choosers(repeats.areJudged()), resamples, seed.value());
      return Comparison.of(replay, ofA, ofB, bootstrap, counts, places);
    }
  }

  private Trial trial(Replay replay, Side side, Freshet freshet, Progress progress) {
    return Trial.of(
        replay,
        freshet,
        side.settings().candidates().exclude(),
        repeats.areJudged(),
        event -> progress.step());
  }
}
