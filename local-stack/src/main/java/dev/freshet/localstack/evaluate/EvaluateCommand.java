package dev.freshet.localstack.evaluate;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.JsonOption;
import dev.freshet.localstack.command.LogFiles;
import dev.freshet.localstack.command.OutputFolder;
import dev.freshet.localstack.command.PlotOption;
import dev.freshet.localstack.command.RepeatsOption;
import dev.freshet.localstack.command.SettingsOptions;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.evaluate.lists.ListsJudgement;
import dev.freshet.localstack.evaluate.questions.QuestionsReport;
import dev.freshet.localstack.evaluate.replay.Judgement;
import dev.freshet.localstack.evaluate.stickiness.StickinessJudgement;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.report.Charts;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.community.RoutingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code evaluate}: judges the recommender on logs and prints a table for each. */
@Command(
    name = "evaluate",
    sortOptions = false,
    header = "Judges the recommender on event logs, next to baselines.",
    description = {
      "",
      "Runs the whole recommender in this process over each log, in the order of time: before each"
          + " choice it is asked for the list of 20 that a frontend would read at that instant,"
          + " then it learns what happened. A choice is a user's first event with an item, if the"
          + " user has an earlier event. The first tenth of the log is not judged. Lists leave out"
          + " what the user did already.",
      "",
      "The table: HR@10, HR@20: share of the choices that were among the first 10, 20 listed."
          + " MRR@20: mean of 1/place. NDCG@20: mean of 1/log2(place+1). coverage: share of all"
          + " items that were listed at least once. events/s: events learned, and the lists made"
          + " in between, per second of processor time of the one thread that does it, over the"
          + " last 60 %% of the log, when the JVM has compiled; neither reading the file nor the"
          + " JVM's compiler and collector count. µs/list: processor time of one list read, also"
          + " part of events/s.",
      "",
      "Baselines are tried with several settings; the table has the best by HR@20, with hindsight.",
      "",
      "If all time stamps of a log are whole minutes, hours or days, this is reported, and events"
          + " that share one are spread evenly over it, as they would come live; not with"
          + " --stickiness.",
      "",
      "The picture: HR@20 and the weights of Freshet's signals over the log; with --stickiness how"
          + " right the return probability is, and the AUC at each cut-off. With several logs"
          + " FILE-1.png, FILE-2.png and so on.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  evaluate events.csv",
      "  evaluate logs/school logs/intranet --no-baselines",
      "  evaluate events.csv --slices",
      "  evaluate events.csv --repeats --exclude nothing --json -",
      "  evaluate events.csv --set recommendations.history.window=10",
      "  evaluate events.avro --csv ranks.csv --plot curve.png",
      "  evaluate events.csv --stickiness --plot returns.png",
      "  evaluate events.csv --stickiness --set stickiness.zone=Asia/Shanghai",
      "  evaluate posts.csv --questions --questions-per-day 5",
      "",
      "Exit codes: 0 done, 1 a file cannot be read or written or has no row that can be"
          + " used, 2 wrong usage."
    })
public final class EvaluateCommand implements Callable<Integer> {

  @Mixin private LogFiles files = new LogFiles();

  @Option(
      names = "--stickiness",
      description =
          "Judge stickiness instead: at weekly cut-offs after a fifth of the log, how well the"
              + " return probability and the score rank who of the users seen so far is active in"
              + " the next 7 and 28 days (AUC, lift of the highest tenth), and how right the"
              + " probability is by tenths; next to two baselines. Days begin in the time zone"
              + " stickiness.zone, by default UTC.")
  private boolean stickiness;

  @Option(
      names = "--questions",
      description =
          "Judge to whom questions are routed instead. A log is then the posts of a forum, CSV with"
              + " the columns ts,kind,user,thread,tags; kind is question, answer or comment, thread"
              + " the question. HR@5, HR@20: share of the first answers whose author was among the"
              + " first 5, 20 members that the question was routed to, just before the answer and"
              + " when it was asked. MRR@20: mean of 1/place. Busiest five: share of all places that"
              + " went to the five members who got most. Most a day: how many questions one member"
              + " got in a day (UTC) at most.")
  private boolean questions;

  @Option(
      names = "--questions-per-day",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "With --questions: how many questions a member gets in a day (UTC) at most. By default"
              + " ${DEFAULT-VALUE}.")
  private int questionsPerDay;

  @Mixin private RepeatsOption repeats = new RepeatsOption();

  @Option(
      names = "--exclude",
      paramLabel = "touched|completed|nothing",
      converter = ExclusionConverter.class,
      description =
          "Which items a user did stay out of the lists; short for --set recommendations.exclude."
              + " By default touched.")
  private @Nullable Exclusion exclusion;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(names = "--no-baselines", description = "Judge Freshet alone, which is much quicker.")
  private boolean noBaselines;

  @Option(
      names = "--slices",
      description =
          "Print HR@20 and MRR@20 of Freshet also by the gap since the user's last event, and by"
              + " how many items the user did before; next to them those of the baseline in the"
              + " table that is best there by HR@20. With --json all methods. Has no effect with"
              + " --stickiness.")
  private boolean slices;

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Write user,item,rank of each choice, the rank empty if it was not on Freshet's list."
              + " With several logs FILE-1.csv, FILE-2.csv and so on.")
  private @Nullable Path csv;

  @Mixin private PlotOption plot = new PlotOption();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    return questions ? judgeQuestions() : judgeLogs();
  }

  private Integer judgeQuestions() throws IOException {
    Usage.require(!stickiness, "--questions and --stickiness cannot be judged in one call");
    Usage.atLeast(1, "--questions-per-day", questionsPerDay);
    json.requireFolder();
    QuestionsReport report =
        new QuestionsReport(RoutingSettings.defaults().withPerDay(questionsPerDay));
    for (Path file : files.paths()) {
      String text = report.judge(file, files::warnOf);
      if (!json.replacesText()) {
        console.print(text);
      }
    }
    json.write(report.json(), console.out());
    return ExitCode.OK;
  }

  private Integer judgeLogs() throws IOException {
    Judgement judgement = judgement();
    // Before the work rather than after it.
    OutputFolder.require(csv);
    plot.requireFolder();
    json.requireFolder();
    List<EventLog> logs = files.open();
    for (int i = 0; i < logs.size(); i++) {
      write(judgement.judge(logs.get(i), files::warnOf), i);
    }
    json.write(judgement.json(), console.out());
    return ExitCode.OK;
  }

  private Judgement judgement() throws IOException {
    JobOptions options = settings.given();
    if (stickiness) {
      return new StickinessJudgement(Usage.checked(() -> ScoringSettings.ofStickiness(options)));
    }
    JobOptions all =
        exclusion == null
            ? options
            : options.with(Map.of(RecommendationsOptions.EXCLUDE.key(), exclusion.name()));
    return new ListsJudgement(
        Usage.checked(() -> ScoringSettings.of(all)),
        new ListsJudgement.Scope(repeats.areJudged(), !noBaselines, slices));
  }

  private void write(Judgement.Result result, int log) throws IOException {
    if (!json.replacesText()) {
      console.print(result.text());
    }
    if (csv != null && result.ranks().isPresent()) {
      result.ranks().get().write(files.numbered(csv, log));
    }
    if (plot.file().isPresent()) {
      Charts.write(result.charts().get(), files.numbered(plot.file().get(), log));
    }
  }
}
