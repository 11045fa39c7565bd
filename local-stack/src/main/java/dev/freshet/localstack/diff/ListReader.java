package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.DumpEntry;
import dev.freshet.localstack.dump.KeyClass;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.IdOrder;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Reads lists from a dump as a frontend does from Redis at the moment of its pulse: candidates and
 * the part of the pulse for how long the user was away, added and ranked.
 */
final class ListReader {

  /** Where in a row of peers the items begin that came before. */
  private static final int CONTEXT = 3;

  private final Dump dump;
  private final JsonNode pulse;
  private final Peers peers;

  /** The ids of what peers did, by fingerprint. */
  private final Map<Long, String> peerItems = new HashMap<>();

  ListReader(Dump dump) {
    this.dump = dump;
    DumpEntry entry = dump.entries().get("pulse");
    pulse = entry == null ? MissingNode.getInstance() : entry.value();
    List<Peers.Step> steps = new ArrayList<>();
    DoubleStream.Builder shortfalls = DoubleStream.builder();
    for (JsonNode row : pulse.path("peers")) {
      steps.add(step(row));
      shortfalls.add(row.path(2).asDouble());
      peerItems.put(steps.get(steps.size() - 1).item(), row.path(0).asText());
    }
    peers = Peers.of(steps, shortfalls.build().toArray());
  }

  private static Peers.Step step(JsonNode row) {
    long[] context = new long[Math.max(0, row.size() - CONTEXT)];
    for (int i = 0; i < context.length; i++) {
      context[i] = Fingerprint.of(row.path(CONTEXT + i).asText());
    }
    return new Peers.Step(Fingerprint.of(row.path(0).asText()), row.path(1).asLong(), context);
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
                .thenComparing(Map.Entry.comparingByKey(IdOrder.BY_BYTES)))
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
    long[] recent = document.recent().stream().mapToLong(Fingerprint::of).toArray();
    Peers.Matches matches = peers.matches(recent, document.asOfMillis());
    for (int i = 0; i < matches.size(); i++) {
      String item = peerItems.get(matches.items()[i]);
      scores.putIfAbsent(item, matches.shortfalls()[i]);
      scores.merge(item, document.peerWeight() * Signal.saturating(matches.sums()[i]), Double::sum);
    }
    return scores;
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
