package dev.freshet.localstack.evaluate.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.evaluate.replay.Judgement;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.scoring.RecommenderSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Judges lists: how high they have what users choose next. */
public final class ListsJudgement implements Judgement {

  private final RecommenderSettings settings;
  private final Scope scope;
  private final JsonReport report;

  /**
   * What is judged and told.
   *
   * @param repeats whether every event is judged, or a user's first with an item only
   * @param baselines whether they are judged, too
   * @param slices whether results are told by the gap and by the history as well
   */
  public record Scope(boolean repeats, boolean baselines, boolean slices) {}

  public ListsJudgement(RecommenderSettings settings, Scope scope) {
    this.settings = settings;
    this.scope = scope;
    report = new JsonReport(settings.candidates().exclude(), scope.repeats());
  }

  @Override
  public Result judge(EventLog log, Consumer<List<BadRow>> warning) throws IOException {
    List<BadRow> badRows = new ArrayList<>();
    Replay replay = Replay.forRecommendations(log, badRows::add);
    warning.accept(badRows);
    Evaluation evaluation = evaluate(replay);
    Optional<Slices> slices =
        scope.slices() ? Optional.of(Slices.of(evaluation)) : Optional.empty();
    report.add(evaluation, slices, badRows.size());
    return new Result(
        ResultTable.of(evaluation, settings.candidates().exclude(), badRows.size())
            + slices.map(each -> "\n" + SliceTable.of(each)).orElse(""),
        () -> LearningCurve.of(evaluation),
        Optional.of(file -> RankFile.write(evaluation, file)));
  }

  private Evaluation evaluate(Replay replay) {
    long steps = Evaluation.steps(replay, scope.baselines());
    try (Progress progress = Progress.of(replay.name(), steps)) {
      return Evaluation.of(
          replay, settings, scope.repeats(), scope.baselines(), event -> progress.step());
    }
  }

  @Override
  public ObjectNode json() {
    return report.json();
  }
}
