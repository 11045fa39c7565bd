package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.DumpEntry;
import dev.freshet.localstack.dump.KeyClass;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads lists from a dump as a frontend does from Redis at the moment of its pulse: candidates and
 * the part of the pulse for how long the user was away, added and ranked.
 */
final class ListReader {

  private final Dump dump;
  private final JsonNode pulse;

  ListReader(Dump dump) {
    this.dump = dump;
    DumpEntry entry = dump.entries().get("pulse");
    pulse = entry == null ? MissingNode.getInstance() : entry.value();
  }

  /** The part of the pulse for users who were away for so long. */
  private JsonNode part(double awayMillis) {
    JsonNode part = pulse;
    for (JsonNode longer : pulse.path("away")) {
      if (longer.path("longerThan").asLong() < awayMillis) {
        part = longer;
      }
    }
    return part;
  }

  private static Map<String, Double> scores(JsonNode part) {
    Map<String, Double> scores = new HashMap<>();
    for (JsonNode row : part.path("items")) {
      scores.put(row.path(0).asText(), row.path(1).asDouble());
    }
    return scores;
  }

  /** The first places of a user's list. */
  List<String> top(String user, int places) {
    DumpEntry rec = dump.entries().get("rec:" + user);
    RecDocument document = rec == null ? null : document(rec);
    JsonNode part =
        part(
            document == null
                ? Double.POSITIVE_INFINITY
                : pulse.path("asOf").asLong() - document.asOfMillis());
    Map<String, Double> scores = scores(part);
    if (document != null) {
      double factor = part.path("factor").asDouble(1.0);
      personal(document).forEach((item, score) -> scores.merge(item, factor * score, Double::sum));
      scores.keySet().removeIf(document::excludes);
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(places)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The personal part of scores: that of the candidates, and what peers did since. */
  private Map<String, Double> personal(RecDocument document) {
    Map<String, Double> scores = new HashMap<>();
    document.candidates().forEach(own -> scores.put(own.item(), own.score()));
    if (document.peerWeight() == 0) {
      return scores;
    }
    Map<String, Double> sums = new HashMap<>();
    for (JsonNode step : pulse.path("peers")) {
      if (step.path(1).asLong() > document.asOfMillis()) {
        String item = step.path(0).asText();
        double inCommon = inCommon(step, document.recent());
        if (inCommon > 0) {
          sums.merge(item, inCommon, Double::sum);
          scores.putIfAbsent(item, step.path(2).asDouble());
        }
      }
    }
    sums.forEach(
        (item, sum) ->
            scores.merge(item, document.peerWeight() * Signal.saturating(sum), Double::sum));
    return scores;
  }

  private static double inCommon(JsonNode step, List<String> recent) {
    double sum = 0.0;
    for (int i = 3; i < step.size(); i++) {
      int position = recent.indexOf(step.path(i).asText());
      if (position >= 0) {
        sum += Math.pow(Peers.SHARE, i - 3) * Math.pow(Peers.SHARE, position);
      }
    }
    return sum;
  }

  private static RecDocument document(DumpEntry rec) {
    try {
      return RecDocument.of(rec.value());
    } catch (IllegalArgumentException e) {
      String message = rec.key() + ": " + e.getMessage();
      throw new UncheckedIOException(message, new IOException(message, e));
    }
  }

  /** The users who have a list of their own. */
  Set<String> users() {
    Set<String> users = new HashSet<>();
    for (String key : dump.entries().keySet()) {
      if (KeyClass.of(key) == KeyClass.REC) {
        users.add(KeyClass.REC.id(key));
      }
    }
    return users;
  }
}
