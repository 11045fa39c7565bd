package dev.freshet.localstack.evaluate.lists;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.evaluate.lists.Slices.Slice;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.evaluate.replay.Resolution;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.model.Signal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Evaluations as one JSON document, for programs. */
final class JsonReport {

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode root = mapper.createObjectNode();
  private final ArrayNode logs;

  /**
   * @param repeats whether every event was judged, or a user's first with an item only
   */
  JsonReport(Exclusion exclusion, boolean repeats) {
    root.put("exclude", exclusion.name().toLowerCase(Locale.ROOT));
    root.put("repeats", repeats);
    root.put("warmUp", Replay.WARM_UP);
    root.put("listSize", Metrics.LIST_SIZE);
    logs = root.putArray("logs");
  }

  /**
   * Adds what came of a log.
   *
   * @param slices none unless they are asked for
   */
  void add(Evaluation evaluation, Optional<Slices> slices, long badRows) {
    Replay replay = evaluation.replay();
    ObjectNode log = logs.addObject();
    log.put("log", replay.name());
    log.put("events", replay.events().size());
    log.put("badRows", badRows);
    log.put("resolutionSeconds", replay.resolution().map(Resolution::seconds).orElse(null));
    log.set("unusedRows", mapper.valueToTree(replay.unused().byType()));
    log.put("users", replay.users());
    log.put("items", replay.items());
    log.put("choices", evaluation.choices().size());
    ArrayNode approaches = log.putArray("approaches");
    for (Outcome outcome : evaluation.outcomes()) {
      Metrics metrics = outcome.metrics();
      approaches
          .addObject()
          .put("approach", outcome.approach())
          .put("hitRate10", metrics.hitRate10())
          .put("hitRate20", metrics.hitRate20())
          .put("mrr20", metrics.reciprocalRank20())
          .put("ndcg20", metrics.ndcg20())
          .put("coverage", outcome.coverage())
          .put("eventsPerSecond", outcome.eventsPerSecond())
          .put("microsPerList", outcome.microsPerList());
    }
    ObjectNode weights = log.putObject("weights");
    double[] last = evaluation.lastWeights();
    for (Signal signal : Signal.values()) {
      weights.put(signal.label(), last[signal.index()]);
    }
    slices.ifPresent(
        each -> {
          ObjectNode node = log.putObject("slices");
          add(node.putArray("gap"), each.byGap());
          add(node.putArray("history"), each.byHistory());
        });
  }

  private static void add(ArrayNode array, List<Slice> slices) {
    for (Slice slice : slices) {
      ObjectNode node = array.addObject();
      node.put("from", slice.label());
      node.put("choices", slice.freshet().choices());
      ArrayNode approaches = node.putArray("approaches");
      slice
          .metrics()
          .forEach(
              (approach, metrics) ->
                  approaches
                      .addObject()
                      .put("approach", approach)
                      .put("hitRate20", metrics.hitRate20())
                      .put("mrr20", metrics.reciprocalRank20()));
    }
  }

  /** The document. */
  ObjectNode json() {
    return root;
  }
}
