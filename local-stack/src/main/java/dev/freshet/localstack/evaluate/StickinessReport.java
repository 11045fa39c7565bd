package dev.freshet.localstack.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.evaluate.StickinessEvaluation.Ranked;
import java.util.List;
import java.util.Locale;

/** Evaluations of stickiness: a table for people, a JSON document for programs. */
final class StickinessReport {

  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final ObjectNode root = mapper.createObjectNode();
  private final ArrayNode logs;

  StickinessReport() {
    root.put("warmUp", StickinessEvaluation.WARM_UP);
    logs = root.putArray("logs");
  }

  /** The tables of one log, ending in a line break. */
  static String table(StickinessEvaluation evaluation, long badRows) {
    Replay replay = evaluation.replay();
    StringBuilder text = new StringBuilder();
    add(
        text,
        "%s: %,d events of %,d users; %,d weekly cut-offs, %,d guesses%s%n%n",
        replay.name(),
        replay.events().size(),
        replay.users(),
        evaluation.cutOffs(),
        evaluation.ranked().get(0).week().size(),
        badRows == 0 ? "" : String.format(Locale.ROOT, "; %,d bad rows left out", badRows));
    add(text, "%-36s%10s%10s%12s%n", "", "AUC(7 d)", "AUC(28 d)", "lift(7 d)");
    for (Ranked ranked : evaluation.ranked()) {
      add(
          text,
          "%-36s%10.4f%10.4f%12.2f%n",
          ranked.approach(),
          Returns.areaUnderCurve(ranked.week()),
          Returns.areaUnderCurve(ranked.month()),
          Returns.lift(ranked.week()));
    }
    List<Returns.Bin> bins = evaluation.calibration();
    add(
        text,
        "%n%-36s%10s%10s%12s%n",
        "return probability by tenth",
        "expected",
        "observed",
        "guesses");
    for (int i = 0; i < bins.size(); i++) {
      Returns.Bin bin = bins.get(i);
      add(text, "%-36d%10.4f%10.4f%,12d%n", i + 1, bin.expected(), bin.observed(), bin.guesses());
    }
    add(text, "%-36s%10.4f%n", "expected calibration error", Returns.calibrationError(bins));
    return text.toString();
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
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

  /** The document, ending in a line break. */
  String text() {
    try {
      return mapper.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts is always JSON", e);
    }
  }
}
