package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.DumpEntry;
import dev.freshet.localstack.dump.KeyClass;
import dev.freshet.recommendations.RecDocument;
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
      document
          .candidates()
          .forEach(own -> scores.merge(own.item(), factor * own.score(), Double::sum));
      document.excluded().forEach(scores::remove);
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(places)
        .map(Map.Entry::getKey)
        .toList();
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
