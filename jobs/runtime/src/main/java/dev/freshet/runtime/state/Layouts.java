package dev.freshet.runtime.state;

import dev.freshet.runtime.start.StartRefusedException;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.UnknownLayoutException;
import java.util.Arrays;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The versions of layouts that may be in the packed state of a task, kept in a state beside it.
 *
 * <p>The packed state itself tells too late: a value is first read when something happens to its
 * key, which may be weeks after the start.
 */
public final class Layouts {

  private Layouts() {}

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static MapStateDescriptor<String, byte[]> versionsState() {
    return new MapStateDescriptor<>(
        "layouts", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  /**
   * Says that a state is packed in this layout from now on, beside those that it was packed in
   * before.
   *
   * @param state its name
   * @throws StartRefusedException if it may have values of a layout that this build does not know
   */
  public static void declare(OperatorStateStore store, String state, Layout layout)
      throws Exception {
    BroadcastState<String, byte[]> versions = store.getBroadcastState(versionsState());
    for (Layout part : layout.all().toList()) {
      String key = part.what() + " in the state " + state;
      byte[] before = versions.get(key);
      requireKnown(state, part, before);
      versions.put(key, with(before, part.version()));
    }
  }

  private static void requireKnown(String state, Layout layout, byte @Nullable [] versions) {
    if (versions != null) {
      for (byte version : versions) {
        try {
          layout.require(version);
        } catch (UnknownLayoutException e) {
          throw refusal(state, e);
        }
      }
    }
  }

  private static byte[] with(byte @Nullable [] versions, byte version) {
    if (versions == null) {
      return new byte[] {version};
    }
    for (byte known : versions) {
      if (known == version) {
        return versions;
      }
    }
    byte[] more = Arrays.copyOf(versions, versions.length + 1);
    more[versions.length] = version;
    return more;
  }

  /** What to throw where a value turns out to be of a layout that this build does not know. */
  static StartRefusedException refusal(String state, UnknownLayoutException unknown) {
    return new StartRefusedException(
        "The state %s has a %s.".formatted(state, unknown.getMessage()),
        "go on with what it knew: start the build that wrote it, or a newer one",
        StartRefusedException.BEGIN_AGAIN);
  }
}
