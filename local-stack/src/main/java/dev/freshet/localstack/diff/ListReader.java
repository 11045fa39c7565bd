package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads lists from a dump as a frontend does from Redis: candidates and pulse, added and ranked.
 */
final class ListReader {

  private final Dump dump;
  private final Map<String, Double> pulse;

  ListReader(Dump dump) {
    this.dump = dump;
    this.pulse = scores(dump.entries().get("pulse"));
  }

  private static Map<String, Double> scores(@Nullable DumpEntry pulse) {
    Map<String, Double> scores = new HashMap<>();
    if (pulse != null) {
      for (JsonNode row : pulse.value().path("items")) {
        scores.put(row.path(0).asText(), row.path(1).asDouble());
      }
    }
    return scores;
  }

  /** The first places of a user's list. */
  List<String> top(String user, int places) {
    DumpEntry rec = dump.entries().get("rec:" + user);
    Map<String, Double> scores = new HashMap<>(pulse);
    if (rec != null) {
      RecDocument document = document(rec);
      document.candidates().forEach(own -> scores.merge(own.item(), own.score(), Double::sum));
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
