package dev.freshet.scoring.listrule;

import com.carrotsearch.hppc.LongObjectHashMap;
import com.carrotsearch.hppc.cursors.LongObjectCursor;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The traits of all items that have any. */
public final class TraitsTable {

  /** The layout of serialized traits, which is not among their bytes. */
  public static final Layout LAYOUT = Layout.of("traits of items", 1);

  /** No item is added to a part that has come so far. */
  private static final int MOST_BYTES = 512 << 10;

  private final LongObjectHashMap<ItemTraits> traits = new LongObjectHashMap<>();

  /** How many items have any. */
  public int size() {
    return traits.size();
  }

  /** Those of an item, by its fingerprint. */
  public ItemTraits of(long fingerprint) {
    return traits.getOrDefault(fingerprint, ItemTraits.NONE);
  }

  /** Enters what the catalogue says of an item; the newest record wins. */
  public void describe(CatalogueItem item) {
    put(Fingerprint.of(item.item()), ItemTraits.of(item));
  }

  private void put(long fingerprint, ItemTraits now) {
    if (now.equals(ItemTraits.NONE)) {
      traits.remove(fingerprint);
    } else {
      traits.put(fingerprint, now);
    }
  }

  /** All of them as {@link #restore} reads them, in parts. */
  public List<byte[]> serialize() {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (LongObjectCursor<ItemTraits> each : traits) {
        if (bytes.size() > MOST_BYTES) {
          parts.add(bytes.toByteArray());
          bytes.reset();
        }
        out.writeLong(each.key);
        write(each.value.kind(), out);
        write(each.value.level(), out);
        write(each.value.author(), out);
        out.writeDouble(each.value.price());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
    parts.add(bytes.toByteArray());
    return parts;
  }

  /** Enters a part that {@link #serialize} gave. */
  public void restore(byte[] part) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(part));
    try {
      while (in.available() > 0) {
        put(in.readLong(), new ItemTraits(read(in), read(in), read(in), in.readDouble()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("traits are cut short", e);
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
