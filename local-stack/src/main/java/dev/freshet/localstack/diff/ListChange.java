package dev.freshet.localstack.diff;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How the first places of a user's list changed.
 *
 * @param user whose
 * @param before the first places in the first dump
 * @param after those in the second
 */
public record ListChange(String user, List<String> before, List<String> after) {

  /** The greatest change first. */
  public static final Comparator<ListChange> MOST_FIRST =
      Comparator.comparingDouble(ListChange::overlap)
          .thenComparing(Comparator.comparingDouble(ListChange::meanMove).reversed())
          .thenComparing(ListChange::user);

  /** Share of the places that hold items of both, 0–1; 1 for two empty lists. */
  public double overlap() {
    int longer = Math.max(before.size(), after.size());
    return longer == 0 ? 1.0 : common().size() / (double) longer;
  }

  private Set<String> common() {
    Set<String> common = new HashSet<>(before);
    common.retainAll(after);
    return common;
  }

  /** By how many places the items of both moved, on average; 0 without any. */
  public double meanMove() {
    return common().stream()
        .mapToInt(item -> Math.abs(before.indexOf(item) - after.indexOf(item)))
        .average()
        .orElse(0.0);
  }

  /** Whether anything changed. */
  public boolean isChange() {
    return !before.equals(after);
  }

  /** One line for people: how much changed, and what. */
  public String line() {
    return String.format(
        Locale.ROOT, "%s  overlap %.2f, moved by %.1f: %s", user, overlap(), meanMove(), text());
  }

  /** The second list, each item with what became of its place: {@code c (new), a (1→2)}. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int place = 0; place < after.size(); place++) {
      String item = after.get(place);
      int was = before.indexOf(item);
      text.append(text.isEmpty() ? "" : ", ").append(item);
      if (was < 0) {
        text.append(" (new)");
      } else if (was != place) {
        text.append(" (%d→%d)".formatted(was + 1, place + 1));
      }
    }
    Set<String> gone = new HashSet<>(before);
    gone.removeAll(after);
    before.stream().filter(gone::contains).forEach(item -> text.append(", −").append(item));
    return text.toString();
  }
}
