package dev.freshet.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document {@code rec:<user>} as a client reads it that does without the reader function.
 *
 * @param asOfMillis event time of the user's newest action that went in, epoch milliseconds
 * @param candidates best first as ranked when written
 * @param excluded items never to show to this user
 */
public record RecDocument(long asOfMillis, List<Candidate> candidates, List<String> excluded) {

  /** The layout that is written: columns, and scores as whole numbers. */
  static final int VERSION = 2;

  private static final int VERSION_OF_ROWS = 1;
  private static final Pattern LINE_FEED = Pattern.compile("\n");

  /** How many units of a document's scores make 1. */
  static final double SCORE_UNITS = 1e6;

  /**
   * A candidate.
   *
   * @param item its id
   * @param score the personal part of its score
   * @param reason why it is there, such as {@code after:algebra-1}
   */
  public record Candidate(String item, double score, String reason) {}

  /**
   * Reads a document of the present layout or of the one before it, which had rows.
   *
   * @throws IllegalArgumentException if it has another layout
   */
  public static RecDocument of(JsonNode document) {
    if (document.path("v").asInt() == VERSION_OF_ROWS) {
      return ofRows(document);
    }
    if (document.path("v").asInt() != VERSION) {
      throw new IllegalArgumentException(
          "has layout %s, expected %d".formatted(document.path("v"), VERSION));
    }
    List<Candidate> candidates = new ArrayList<>();
    JsonNode items = document.path("items");
    for (int i = 0; i < items.size(); i++) {
      candidates.add(
          new Candidate(
              items.path(i).asText(),
              document.path("scores").path(i).asDouble() / SCORE_UNITS,
              document.path("reasons").path(document.path("because").path(i).asInt()).asText()));
    }
    return new RecDocument(
        document.path("asOf").asLong(),
        candidates,
        LINE_FEED.splitAsStream(document.path("exclude").asText()).skip(1).toList());
  }

  private static RecDocument ofRows(JsonNode document) {
    List<Candidate> candidates = new ArrayList<>();
    for (JsonNode row : document.path("candidates")) {
      candidates.add(
          new Candidate(row.path(0).asText(), row.path(1).asDouble(), row.path(2).asText()));
    }
    List<String> excluded = new ArrayList<>();
    document.path("exclude").forEach(item -> excluded.add(item.asText()));
    return new RecDocument(document.path("asOf").asLong(), candidates, excluded);
  }

  /** The items of the candidates, best first. */
  public List<String> items() {
    return candidates.stream().map(Candidate::item).toList();
  }
}
