package dev.freshet.scoring.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How packed state is laid out: by its leading byte, or as long as there has been one layout only,
 * by nothing.
 *
 * @param what is packed, in words
 * @param versions that this build reads; it writes the first one
 * @param parts what is packed inside it, with leading bytes of their own
 */
public record Layout(String what, List<Byte> versions, List<Layout> parts) {

  public Layout {
    versions = List.copyOf(versions);
    parts = List.copyOf(parts);
  }

  /** The layout of which one version is read and written. */
  public static Layout of(String what, int version, Layout... parts) {
    return new Layout(what, List.of((byte) version), Arrays.asList(parts));
  }

  /** The same, of which this older version is read, too. */
  public Layout reading(int version) {
    List<Byte> all = new ArrayList<>(versions);
    all.add((byte) version);
    return new Layout(what, all, parts);
  }

  /** The version that this build writes. */
  public byte version() {
    return versions.get(0);
  }

  public boolean reads(byte version) {
    return versions.contains(version);
  }

  /** This layout and those of all parts. */
  public Stream<Layout> all() {
    return Stream.concat(Stream.of(this), parts.stream().flatMap(Layout::all));
  }

  /**
   * Refuses a version that this build does not read.
   *
   * @throws UnknownLayoutException saying which it is
   */
  public void require(byte found) {
    if (!reads(found)) {
      throw new UnknownLayoutException(this, found);
    }
  }
}
