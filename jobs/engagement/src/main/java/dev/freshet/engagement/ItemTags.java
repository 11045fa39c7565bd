package dev.freshet.engagement;

import dev.freshet.scoring.id.SharedNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tags of all items, which every task knows. */
final class ItemTags {

  /** How many items make a part, so that none grows too large. */
  private static final int PART = 1_000;

  private final Map<String, List<String>> tags = new HashMap<>();

  void put(String item, List<String> of) {
    tags.put(item, of.stream().map(SharedNames::of).toList());
  }

  List<String> of(String item) {
    return tags.getOrDefault(item, List.of());
  }

  /** Everything, in parts as bytes. */
  List<byte[]> parts() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    List<String> items = new ArrayList<>(tags.keySet());
    for (int first = 0; first < items.size(); first += PART) {
      parts.add(part(items.subList(first, Math.min(items.size(), first + PART))));
    }
    return parts;
  }

  private byte[] part(List<String> items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(items.size());
      for (String item : items) {
        out.writeUTF(item);
        List<String> each = of(item);
        out.writeShort(each.size());
        for (String tag : each) {
          out.writeUTF(tag);
        }
      }
    }
    return bytes.toByteArray();
  }

  /** Takes over a part. */
  void enter(byte[] part) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(part))) {
      for (int items = in.readInt(); items > 0; items--) {
        String item = in.readUTF();
        List<String> each = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
          each.add(in.readUTF());
        }
        put(item, each);
      }
    }
  }
}
