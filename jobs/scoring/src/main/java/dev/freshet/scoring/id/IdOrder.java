package dev.freshet.scoring.id;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of ids where a list that somebody reads has equal scores. */
public final class IdOrder {

  /** Byte by byte in UTF-8, as the reader function in Redis compares them. */
  public static final Comparator<String> BY_BYTES =
      Comparator.comparing(id -> id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private IdOrder() {}
}
