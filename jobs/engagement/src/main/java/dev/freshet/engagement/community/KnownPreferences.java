package dev.freshet.engagement.community;

import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/**
 * Who wants no partners, of which all tasks are told the same, so that one checkpoint of it is
 * enough.
 */
final class KnownPreferences {

  private static final Layout LAYOUT = Layout.of("preferences", 1);

  /** How many users make a part, so that none grows too large. */
  private static final int PART = 1_000;

  private final ListState<byte[]> parts;

  /** What each user who has said something wants. */
  private final Map<String, Said> said = new HashMap<>();

  private int unwilling;

  private record Said(boolean wantsPartners, long offset) {}

  /**
   * @param store where it is kept, and has been
   */
  KnownPreferences(OperatorStateStore store) throws Exception {
    parts = store.getUnionListState(preferencesState());
    for (byte[] part : parts.get()) {
      enter(part);
    }
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> preferencesState() {
    return PackedState.parts("preferences");
  }

  /** How many users want no partners. */
  int unwilling() {
    return unwilling;
  }

  boolean isWilling(String user) {
    Said last = said.get(user);
    return last == null || last.wantsPartners();
  }

  /**
   * A user has said something.
   *
   * @return whether the user wants something else than before
   */
  boolean accept(Preference preference) {
    Said last = said.get(preference.user());
    if (last != null && last.offset() > preference.offset()) {
      return false;
    }
    boolean wasWilling = isWilling(preference.user());
    said.put(preference.user(), new Said(preference.wantsPartners(), preference.offset()));
    boolean isChange = wasWilling != preference.wantsPartners();
    if (isChange) {
      unwilling += wasWilling ? 1 : -1;
    }
    return isChange;
  }

  /**
   * For the checkpoint.
   *
   * @param isFirst whether this task, of all, is the one that keeps it
   */
  void snapshot(boolean isFirst) throws Exception {
    parts.update(isFirst ? parts() : List.of());
  }

  private List<byte[]> parts() {
    List<byte[]> all = new ArrayList<>();
    List<String> users = new ArrayList<>(said.keySet());
    for (int first = 0; first < users.size(); first += PART) {
      all.add(part(users.subList(first, Math.min(users.size(), first + PART))));
    }
    return all;
  }

  private byte[] part(List<String> users) {
    StateWriter out = new StateWriter(LAYOUT).number(users.size());
    for (String user : users) {
      Said last = said.getOrDefault(user, new Said(true, 0L));
      out.text(user).flag(last.wantsPartners()).number(last.offset());
    }
    return out.bytes();
  }

  private void enter(byte[] part) {
    StateReader in = new StateReader(LAYOUT, part);
    for (int left = in.count(); left > 0; left--) {
      accept(new Preference(in.text(), in.flag(), in.number()));
    }
  }
}
