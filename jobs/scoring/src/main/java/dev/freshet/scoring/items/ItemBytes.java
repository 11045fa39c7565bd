package dev.freshet.scoring.items;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How an item is sent from one {@link ItemTable} to another, and kept as state.
 *
 * <p>A byte says what follows: an item has facts, a record of the catalogue, which may retire it, a
 * count of lists it was on, or some of these, or none; or it is forgotten.
 */
final class ItemBytes {

  static final int FACTS = 1;
  static final int DESCRIBED = 2;
  static final int RETIRED = 4;
  private static final int FORGOTTEN = 8;
  static final int SHOWN = 16;

  private ItemBytes() {}

  /** Whether the item that these bytes tell of is forgotten. */
  static boolean isForgotten(int marks) {
    return marks == FORGOTTEN;
  }

  static void writeForgotten(String id, DataOutput out) throws IOException {
    out.writeByte(FORGOTTEN);
    writeString(id, out);
  }

  static void writeTags(int[] tags, TagIndex index, DataOutput out) throws IOException {
    out.writeInt(tags.length);
    for (int tag : tags) {
      writeString(index.name(tag), out);
    }
  }

  static List<String> readTags(DataInput in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      names.add(readString(in));
    }
    return names;
  }

  /** {@link DataOutput#writeUTF} would fail if it is a very long one. */
  static void writeString(String string, DataOutput out) throws IOException {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readString(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
