package dev.freshet.localstack.whatif;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.diff.ListChange;
import dev.freshet.localstack.evaluate.replay.Resolution;

/** Comparisons as one JSON document, for programs. */
final class ComparisonJson {

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode root = mapper.createObjectNode();
  private final ArrayNode logs;

  ComparisonJson(Side a, Side b, int resamples, long seed) {
    root.set("a", mapper.valueToTree(a.arguments()));
    root.set("b", mapper.valueToTree(b.arguments()));
    root.put("confidence", PairedBootstrap.CONFIDENCE);
    root.put("resamples", resamples);
    root.put("seed", seed);
    logs = root.putArray("logs");
  }

  /** Adds what came of a log. */
  void add(Comparison comparison, int places, int badRows) {
    ObjectNode log = logs.addObject();
    log.put("log", comparison.replay().name());
    log.put("events", comparison.replay().size());
    log.put("badRows", badRows);
    log.put(
        "resolutionSeconds",
        comparison.replay().resolution().map(Resolution::seconds).orElse(null));
    log.set("unusedRows", mapper.valueToTree(comparison.replay().unused().byType()));
    log.put("users", comparison.replay().users());
    log.put("items", comparison.replay().items());
    log.put("choices", comparison.a().ranks().length);
    log.put("choosers", comparison.choosers());
    ObjectNode measures = log.putObject("measures");
    comparison
        .intervals()
        .forEach(
            (measure, interval) ->
                measures
                    .putObject(measure.label())
                    .put("a", comparison.a().mean(measure))
                    .put("b", comparison.b().mean(measure))
                    .put("difference", interval.difference())
                    .put("from", interval.from())
                    .put("to", interval.to()));
    measures
        .putObject("coverage")
        .put("a", comparison.a().coverage())
        .put("b", comparison.b().coverage())
        .put("difference", comparison.b().coverage() - comparison.a().coverage());
    log.put("verdict", comparison.verdict());
    comparison.rules().ifPresent(rules -> rules.write(log.putObject("rulesOnLists")));
    log.put("places", places);
    log.put("meanOverlap", comparison.meanOverlap());
    ArrayNode lists = log.putArray("lists");
    for (ListChange change : comparison.changed()) {
      ObjectNode list = lists.addObject();
      list.put("user", change.user());
      list.put("overlap", change.overlap());
      list.put("meanMove", change.meanMove());
      list.set("a", mapper.valueToTree(change.before()));
      list.set("b", mapper.valueToTree(change.after()));
    }
  }

  /** The document. */
  ObjectNode json() {
    return root;
  }
}
