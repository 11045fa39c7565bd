package dev.freshet.schemas;

import java.util.List;

/** How the hash {@link RedisKeys#tags} holds the tags of an item. */
public final class TagLines {

  private TagLines() {}

  /**
   * The tags of an item as one text: a line for each, with a line feed before the first one too. In
   * a tag a backslash stands before a backslash, and before the {@code n} of a line feed.
   */
  public static String of(List<String> tags) {
    StringBuilder lines = new StringBuilder("\n");
    for (String tag : tags) {
      lines.append(tag.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }
    return lines.toString();
  }
}
