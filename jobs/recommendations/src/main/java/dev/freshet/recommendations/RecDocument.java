package dev.freshet.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.scoring.id.IdCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document {@code rec:<user>} as a client reads it that does without the reader function.
 *
 * @param asOfMillis event time of the user's newest action that went in, epoch milliseconds
 * @param candidates best first as ranked when written
 * @param excluded codes of the items never to show to this user
 * @param recent the user's last items, the last one first
 * @param peerWeight what peers count, 0 or more
 */
public record RecDocument(
    long asOfMillis,
    List<Candidate> candidates,
    List<String> excluded,
    List<String> recent,
    double peerWeight) {

  /** The layout that is written: columns, scores as whole numbers, and reasons as one text. */
  static final int VERSION = 4;

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
   * Reads a document.
   *
   * @throws IllegalArgumentException if it has another layout
   */
  public static RecDocument of(JsonNode document) {
    int version = document.path("v").asInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "has layout %s, expected %d".formatted(document.path("v"), VERSION));
    }
    JsonNode items = document.path("items");
    JsonNode scores = document.path("scores");
    List<String> reasons = reasons(document);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      candidates.add(
          new Candidate(
              items.path(i).asText(), scores.path(i).asDouble() / SCORE_UNITS, reasons.get(i)));
    }
    return new RecDocument(
        document.path("asOf").asLong(),
        candidates,
        codes(document.path("exclude").asText()),
        lines(document.path("recent")),
        document.path("peerWeight").asDouble());
  }

  /** The reason of each candidate. */
  private static List<String> reasons(JsonNode document) {
    List<String> distinct = lines(document.path("reasons"));
    String because = document.path("because").asText();
    int candidates = document.path("items").size();
    int digits = candidates == 0 ? 0 : because.length() / candidates;
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < candidates; i++) {
      String index = because.substring(i * digits, (i + 1) * digits);
      reasons.add(distinct.get(Integer.parseInt(index)));
    }
    return reasons;
  }

  private static List<String> lines(JsonNode text) {
    return LINE_FEED.splitAsStream(text.asText()).skip(1).toList();
  }

  private static List<String> codes(String text) {
    List<String> codes = new ArrayList<>();
    for (int at = 0; at < text.length(); at += IdCode.HEX_DIGITS) {
      codes.add(text.substring(at, at + IdCode.HEX_DIGITS));
    }
    return codes;
  }

  /** Whether an item must never be shown to this user; one of five million others may seem so. */
  public boolean excludes(String item) {
    return excluded.contains(IdCode.hex(IdCode.of(item)));
  }

  /** The items of the candidates, best first. */
  public List<String> items() {
    return candidates.stream().map(Candidate::item).toList();
  }
}
