package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who completed one item lately, and so can be asked about it. */
public final class Completers {

  public static final Layout LAYOUT = Layout.of("completers", 1);

  private final Map<String, Long> completed = new HashMap<>();

  /** Somebody completed the item. */
  public void complete(String user, long atMillis, CommunitySettings settings) {
    completed.merge(user, atMillis, Math::max);
    if (completed.size() > settings.askedOfItem() + settings.askedOfItem() / 4) {
      completed.keySet().retainAll(latest(settings.askedOfItem()));
    }
  }

  /** Whether nobody is known to have completed it. */
  public boolean isNobody() {
    return completed.isEmpty();
  }

  /** Who completed it, the last one first. */
  public List<String> latest(int most) {
    return completed.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Long>>comparingLong(Map.Entry::getValue)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .limit(most)
        .toList();
  }

  /** Those who completed it as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer = new StateWriter(LAYOUT).number(completed.size());
    completed.forEach((user, atMillis) -> writer.text(user).number(atMillis));
    return writer.bytes();
  }

  /** Those that {@link #serialize} wrote. */
  public static Completers deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    Completers completers = new Completers();
    for (int left = reader.count(); left > 0; left--) {
      completers.completed.put(reader.text(), reader.number());
    }
    return completers;
  }
}
