package dev.freshet.localstack.evaluate.stickiness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.evaluate.stickiness.StickinessEvaluation.Ranked;
import dev.freshet.localstack.report.Text;
import java.util.List;

/** Evaluations of stickiness: a table for people, a JSON document for programs. */
final class StickinessReport {

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode root = mapper.createObjectNode();
  private final ArrayNode logs;

  StickinessReport() {
    root.put("warmUp", StickinessEvaluation.WARM_UP);
    logs = root.putArray("logs");
  }

  /** The tables of one log, ending in a line break. */
  static String table(StickinessEvaluation evaluation, long badRows) {
    Replay replay = evaluation.replay();
    Text text = new Text();
    text.add(
        "%s: %,d events of %,d users; %,d weekly cut-offs, %,d guesses%s%n%n",
        replay.name(),
        replay.events().size(),
        replay.users(),
        evaluation.cutOffs(),
        evaluation.ranked().get(0).week().size(),
        badRows == 0 ? "" : Text.of("; %,d bad rows left out", badRows));
    text.add("%-36s%10s%10s%12s%n", "", "AUC(7 d)", "AUC(28 d)", "lift(7 d)");
    for (Ranked ranked : evaluation.ranked()) {
      text.add(
          "%-36s%10.4f%10.4f%12.2f%n",
          ranked.approach(),
          Returns.areaUnderCurve(ranked.week()),
          Returns.areaUnderCurve(ranked.month()),
          Returns.lift(ranked.week()));
    }
    List<Returns.Bin> bins = evaluation.calibration();
    text.add(
        "%n%-36s%10s%10s%12s%n", "return probability by tenth", "expected", "observed", "guesses");
    for (int i = 0; i < bins.size(); i++) {
      Returns.Bin bin = bins.get(i);
      text.add("%-36d%10.4f%10.4f%,12d%n", i + 1, bin.expected(), bin.observed(), bin.guesses());
    }
    text.add("%-36s%10.4f%n", "expected calibration error", Returns.calibrationError(bins));
    return text.toString();
  }

  /** Adds what came of a log. */
  void add(StickinessEvaluation evaluation, long badRows) {
    Replay replay = evaluation.replay();
    ObjectNode log = logs.addObject();
    log.put("log", replay.name());
    log.put("events", replay.events().size());
    log.put("badRows", badRows);
    log.put("users", replay.users());
    log.put("cutOffs", evaluation.cutOffs());
    log.put("guesses", evaluation.ranked().get(0).week().size());
    ArrayNode approaches = log.putArray("approaches");
    for (Ranked ranked : evaluation.ranked()) {
      approaches
          .addObject()
          .put("approach", ranked.approach())
          .put("auc7", Returns.areaUnderCurve(ranked.week()))
          .put("auc28", Returns.areaUnderCurve(ranked.month()))
          .put("lift7", Returns.lift(ranked.week()));
    }
    ArrayNode tenths = log.putArray("calibration");
    for (Returns.Bin bin : evaluation.calibration()) {
      tenths
          .addObject()
          .put("guesses", bin.guesses())
          .put("expected", bin.expected())
          .put("observed", bin.observed());
    }
    log.put("calibrationError", Returns.calibrationError(evaluation.calibration()));
  }

  /** The document. */
  ObjectNode json() {
    return root;
  }
}
