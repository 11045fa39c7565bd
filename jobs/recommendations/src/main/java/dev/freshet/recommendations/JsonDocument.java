package dev.freshet.recommendations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.items.ScoredItem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** What the documents of the contract have in common: JSON with a version and a moment. */
final class JsonDocument {

  /** Scores are published with this many digits after the point. */
  private static final double PRECISION = 1e8;

  private static final JsonFactory JSON = new JsonFactory();

  private JsonDocument() {}

  /**
   * The document with a last member that tells the reader function whether it has read it before.
   */
  static String withChecksum(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    // Together they are a cyclic redundancy check of 64 bits.
    CRC32 low = new CRC32();
    low.update(bytes);
    CRC32C high = new CRC32C();
    high.update(bytes);
    String members = document.substring(0, document.length() - 1);
    return "%s,\"crc\":\"%08x%08x\"}".formatted(members, high.getValue(), low.getValue());
  }

  static String items(long asOfMillis, String member, List<ScoredItem> items) {
    return document(
        RedisKeys.DOCUMENT_VERSION,
        asOfMillis,
        characters(items),
        json -> writeItems(json, member, items));
  }

  static void writeItems(JsonGenerator json, String member, List<ScoredItem> items)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (ScoredItem item : items) {
      json.writeStartArray();
      json.writeString(item.item());
      json.writeNumber(rounded(item.score()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  static double rounded(double number) {
    return Math.rint(number * PRECISION) / PRECISION;
  }

  /**
   * How many characters the ids have. Reading them all at once also lets the processor fetch many
   * from memory at a time; while they are written it would wait for one after the other.
   */
  static int characters(String[] ids) {
    int sum = 0;
    for (String id : ids) {
      sum += id.length();
    }
    return sum;
  }

  static int characters(List<ScoredItem> items) {
    int sum = 0;
    for (ScoredItem item : items) {
      sum += item.item().length();
    }
    return sum;
  }

  /** Writes some JSON, such as the members of a document. */
  interface Json {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * A document of its version, its moment and some members.
   *
   * @param idCharacters how many characters the ids in it have
   */
  static String document(int version, long asOfMillis, int idCharacters, Json members) {
    return text(
        idCharacters,
        json -> {
          json.writeStartObject();
          json.writeNumberField("v", version);
          json.writeNumberField("asOf", asOfMillis);
          members.write(json);
          json.writeEndObject();
        });
  }

  static String text(int idCharacters, Json content) {
    StringWriter text = new StringWriter(4096 + idCharacters);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
