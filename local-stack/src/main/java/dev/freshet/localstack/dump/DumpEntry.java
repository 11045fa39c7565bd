package dev.freshet.localstack.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * A key with what it holds.
 *
 * @param key the key, without the prefix and hash tag of an installation
 * @param type {@code string}, {@code hash} or {@code zset}, as Redis calls them
 * @param value a string's JSON (or its text, if it is none), a hash's fields, a sorted set's
 *     members with their scores
 * @param ttlMillis how long it lives after it was written, or 0 for ever
 */
public record DumpEntry(String key, String type, JsonNode value, long ttlMillis) {

  public static final String STRING = "string";
  public static final String HASH = "hash";
  public static final String SORTED_SET = "zset";

  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static DumpEntry string(String key, String text, long ttlMillis) {
    return new DumpEntry(key, STRING, document(text), ttlMillis);
  }

  static DumpEntry hash(String key, Map<String, String> fields, long ttlMillis) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    fields.forEach(value::put);
    return new DumpEntry(key, HASH, value, ttlMillis);
  }

  static DumpEntry sortedSet(String key, Map<String, Double> members, long ttlMillis) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    members.forEach(value::put);
    return new DumpEntry(key, SORTED_SET, value, ttlMillis);
  }

  private static JsonNode document(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      return document.isContainerNode() ? document : TextNode.valueOf(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  /** The line of the dump. */
  String line() {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("key", key);
    line.put("ttlMillis", ttlMillis);
    line.put("type", type);
    line.set("value", value);
    return CanonicalJson.write(line);
  }
}
