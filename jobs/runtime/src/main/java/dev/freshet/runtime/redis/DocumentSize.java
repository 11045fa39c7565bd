package dev.freshet.runtime.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * How long a document of a user, an item or a tag may be. Ids may have hundreds of characters, and
 * what is last on a list is missed least.
 */
public final class DocumentSize {

  /** The longest document: Redis decodes some at each read. */
  public static final int MOST_BYTES = 16_000;

  private DocumentSize() {}

  /** How many bytes a text has in Redis. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * The longest document that is not too long.
   *
   * @param entries how many there are to write
   * @param document what it is with so many of them
   */
  public static String fitting(int entries, IntFunction<String> document) {
    return fitting(entries, MOST_BYTES, document);
  }

  /**
   * The longest document that is not too long.
   *
   * @param entries how many there are to write
   * @param mostBytes how long it may be
   * @param document what it is with so many of them
   */
  public static String fitting(int entries, int mostBytes, IntFunction<String> document) {
    String text = document.apply(entries);
    int length = bytes(text);
    if (length <= mostBytes) {
      return text;
    }
    int fixed = bytes(document.apply(0));
    for (int left = entries; length > mostBytes && left > 0; length = bytes(text)) {
      long share = (long) left * Math.max(0, mostBytes - fixed) / (length - fixed);
      left = (int) Math.min(left - 1L, share);
      text = document.apply(left);
    }
    return text;
  }

  /**
   * The first entries of a part of a document that are not too long together.
   *
   * @param mostBytes how long they may be with a character between them
   */
  public static List<String> first(List<String> entries, int mostBytes) {
    List<String> first = new ArrayList<>();
    int left = mostBytes;
    for (String entry : entries) {
      left -= bytes(entry) + 1;
      if (left < 0) {
        break;
      }
      first.add(entry);
    }
    return first;
  }
}
