package dev.freshet.localstack.evaluate.stickiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.evaluate.replay.Judgement;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.scoring.stickiness.StickinessSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Judges stickiness: how well it tells who comes back. */
public final class StickinessJudgement implements Judgement {

  private final StickinessSettings settings;
  private final StickinessReport report = new StickinessReport();

  public StickinessJudgement(StickinessSettings settings) {
    this.settings = settings;
  }

  @Override
  public Result judge(EventLog log, Consumer<List<BadRow>> warning) throws IOException {
    List<BadRow> badRows = new ArrayList<>();
    Replay replay = Replay.forStickiness(log, badRows::add);
    warning.accept(badRows);
    StickinessEvaluation evaluation = StickinessEvaluation.of(replay, settings);
    report.add(evaluation, badRows.size());
    return new Result(
        StickinessReport.table(evaluation, badRows.size()),
        () -> StickinessChart.of(evaluation),
        Optional.empty());
  }

  @Override
  public ObjectNode json() {
    return report.json();
  }
}
