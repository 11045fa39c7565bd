package dev.freshet.localstack.rules;

import dev.freshet.localstack.report.Text;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.audience.UsableAudience;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts who enters and leaves audiences. */
final class AudienceCounts {

  private static final String ROW = "%-24s %9s %9s %9s %9s";

  private final SortedMap<String, Count> counts = new TreeMap<>();

  private static final class Count {
    private long entered;
    private long left;
    private long errors;
  }

  AudienceCounts(List<UsableAudience> audiences) {
    audiences.forEach(usable -> counts.put(usable.audience().name(), new Count()));
  }

  private Count of(String audience) {
    return counts.computeIfAbsent(audience, any -> new Count());
  }

  void enter(Passage passage) {
    Count count = of(passage.audience());
    if (passage.isEntry()) {
      count.entered++;
    } else {
      count.left++;
    }
  }

  void failed(String audience) {
    of(audience).errors++;
  }

  /** A line for each audience, below a heading; nothing without audiences. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    if (!counts.isEmpty()) {
      lines.add(Text.of(ROW, "audience", "entered", "left", "members", "errors"));
    }
    counts.forEach(
        (audience, count) ->
            lines.add(
                Text.of(
                    ROW,
                    audience,
                    Text.count(count.entered),
                    Text.count(count.left),
                    Text.count(count.entered - count.left),
                    Text.count(count.errors))));
    return lines;
  }
}
