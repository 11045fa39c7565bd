package dev.freshet.runtime.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a task was told by a compacted topic of which it may hear the same twice: of each key what
 * lies at the highest offset.
 *
 * @param <T> what a record tells of
 */
public final class KnownByKey<T> {

  /** Stands for the end of what there was at the start; no key is empty. */
  private static final String END_OF_START = "";

  private final Function<Told, @Nullable T> reading;
  private final Map<String, Known<T>> known = new TreeMap<>();
  private boolean isBegun;

  /** A record of the topic. */
  public record Told(String key, byte[] value) {}

  /**
   * What was told last.
   *
   * @param record null if there is none
   */
  private record Known<T>(long offset, byte @Nullable [] record, @Nullable T usable) {}

  /**
   * @param reading reads a record; null of one that cannot be used any more
   */
  public KnownByKey(Function<Told, @Nullable T> reading) {
    this.reading = reading;
  }

  /** Whether everything is known that there was at the start. */
  public boolean isBegun() {
    return isBegun;
  }

  /** All that can be used, by its key. */
  public List<T> all() {
    List<T> all = new ArrayList<>();
    for (Known<T> each : known.values()) {
      if (each.usable() != null) {
        all.add(each.usable());
      }
    }
    return all;
  }

  /** What is known of a key, if it can be used. */
  public @Nullable T find(String key) {
    Known<T> found = known.get(key);
    return found == null ? null : found.usable();
  }

  /**
   * The topic tells something; what lies behind it on the topic and was told before stays.
   *
   * @param record null if there is none of that key any more
   * @return whether something is other than it was
   */
  public boolean accept(String key, byte @Nullable [] record, long offset) {
    if (key.equals(END_OF_START)) {
      boolean isNews = !isBegun;
      isBegun = true;
      return isNews;
    }
    Known<T> before = known.get(key);
    if (before != null && before.offset() >= offset) {
      return false;
    }
    T usable = record == null ? null : reading.apply(new Told(key, record));
    known.put(key, new Known<>(offset, record, usable));
    return usable != null || (before != null && before.usable() != null);
  }

  /** Everything that was told, for a checkpoint: each record as bytes. */
  public List<byte[]> parts() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (Map.Entry<String, Known<T>> each : known.entrySet()) {
      parts.add(part(each.getKey(), each.getValue().offset(), each.getValue().record()));
    }
    if (isBegun) {
      parts.add(part(END_OF_START, -1L, null));
    }
    return parts;
  }

  private static byte[] part(String key, long offset, byte @Nullable [] record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(key);
      out.writeLong(offset);
      out.writeInt(record == null ? -1 : record.length);
      out.write(Objects.requireNonNullElse(record, new byte[0]));
    }
    return bytes.toByteArray();
  }

  /** Takes over what {@link #parts} gave. */
  public void enter(byte[] part) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(part))) {
      String key = in.readUTF();
      long offset = in.readLong();
      int length = in.readInt();
      accept(key, length < 0 ? null : in.readNBytes(length), offset);
    }
  }
}
