package dev.freshet.recommendations.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The documents that the reader function reads, in each of their layouts. */
final class Documents {

  private static final long AS_OF_MILLIS = 1_764_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** A candidate of {@code rec:<user>} with the personal part of its score. */
  record Candidate(String item, double score, String reason) {}

  /** An item of a pulse with the global part of its score. */
  record Pulsing(String item, double score) {}

  /** How a document is written. */
  enum Layout {
    ROWS_JSON,
    FLAT_JSON,
    FLAT_MESSAGE_PACK
  }

  static byte[] rec(Layout layout, List<Candidate> candidates, List<String> exclude) {
    List<List<Object>> rows =
        candidates.stream().map(c -> List.<Object>of(c.item(), c.score(), c.reason())).toList();
    if (layout == Layout.FLAT_MESSAGE_PACK) {
      MessagePackWriter writer = start().map(4).text("v").whole(2).text("asOf").whole(AS_OF_MILLIS);
      flat(writer.text("candidates"), rows);
      writer.text("exclude").array(exclude.size());
      exclude.forEach(writer::text);
      return writer.toBytes();
    }
    return json(
        Map.of(
            "v",
            version(layout),
            "asOf",
            AS_OF_MILLIS,
            "candidates",
            layout == Layout.ROWS_JSON ? rows : flattened(rows),
            "exclude",
            exclude));
  }

  static byte[] pulse(Layout layout, List<Pulsing> items) {
    List<List<Object>> rows =
        items.stream().map(p -> List.<Object>of(p.item(), p.score())).toList();
    if (layout == Layout.FLAT_MESSAGE_PACK) {
      MessagePackWriter writer = start().map(3).text("v").whole(2).text("asOf").whole(AS_OF_MILLIS);
      flat(writer.text("items"), rows);
      return writer.toBytes();
    }
    return json(
        Map.of(
            "v",
            version(layout),
            "asOf",
            AS_OF_MILLIS,
            "items",
            layout == Layout.ROWS_JSON ? rows : flattened(rows)));
  }

  private static MessagePackWriter start() {
    return new MessagePackWriter();
  }

  private static int version(Layout layout) {
    return layout == Layout.ROWS_JSON ? 1 : 2;
  }

  private static void flat(MessagePackWriter writer, List<List<Object>> rows) {
    List<Object> values = flattened(rows);
    writer.array(values.size());
    for (Object value : values) {
      if (value instanceof Double number) {
        writer.number(number);
      } else {
        writer.text((String) value);
      }
    }
  }

  private static List<Object> flattened(List<List<Object>> rows) {
    List<Object> values = new ArrayList<>();
    rows.forEach(values::addAll);
    return values;
  }

  private static byte[] json(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
