package dev.freshet.scoring.ranking;

import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.IdOrder;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.top.TopK;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds a user's personal list, what peers did since, and the pulse, as the function in Redis does
 * on each read.
 */
public final class Reader {

  private final ItemTable table;

  public Reader(ItemTable table) {
    this.table = table;
  }

  /** The list where there are no rules. */
  public List<Recommendation> read(
      @Nullable PersonalList personal, Pulse pulse, Peers peers, int size, Set<String> unwanted) {
    return read(personal, pulse, peers, AppliedRules.NONE, size, unwanted);
  }

  /**
   * The list as a frontend reads it: score descending, ties by {@link IdOrder}, then as rules have
   * it.
   *
   * @param personal the user's published list, or null for an unknown user
   * @param pulse that of how long the user was away
   * @param peers what others did lately
   * @param rules those that apply
   * @param size at most so many items
   * @param unwanted items the frontend does not want
   */
  public List<Recommendation> read(
      @Nullable PersonalList personal,
      Pulse pulse,
      Peers peers,
      AppliedRules rules,
      int size,
      Set<String> unwanted) {
    PersonalList own = personal == null ? PersonalList.NONE : personal;
    Map<String, Double> extras = rules.extras();
    Draft draft = new Draft(own, own.size() + peers.size() + pulse.size() + extras.size());
    draft.addCandidates();
    draft.addPeers(peers);
    draft.multiply(pulse.personalFactor());
    draft.add(pulse, rules);
    draft.addExtras(extras);
    draft.withhold(Arrays.asList(own.excluded()));
    draft.withhold(unwanted);
    draft.withholdRetired();
    return rules.isEmpty() ? draft.best(size) : draft.arranged(rules, size);
  }

  /** A list that is being put together: items by their index, in the order in which they came. */
  private final class Draft {

    private final PersonalList personal;
    private final LongIntHashMap indexes;
    private final long[] items;
    private final double[] scores;

    /** For what peers did, which of the user's last items speaks for it, or −1. */
    private final int[] sources;

    Draft(PersonalList personal, int most) {
      this.personal = personal;
      indexes = new LongIntHashMap(most);
      items = new long[most];
      scores = new double[most];
      sources = new int[most];
    }

    private int size() {
      return indexes.size();
    }

    private int indexOf(long item) {
      return indexes.getOrDefault(item, -1);
    }

    private int append(long item, int source) {
      int index = size();
      indexes.put(item, index);
      items[index] = item;
      sources[index] = source;
      return index;
    }

    void addCandidates() {
      for (int i = 0; i < personal.size(); i++) {
        scores[append(personal.fingerprints()[i], -1)] = personal.scores()[i];
      }
    }

    void addPeers(Peers peers) {
      if (personal.peerWeight() == 0) {
        return;
      }
      long[] recent = Arrays.stream(personal.recent()).mapToLong(Fingerprint::of).toArray();
      Peers.Matches matches = peers.matches(recent, personal.asOfMillis());
      for (int i = 0; i < matches.size(); i++) {
        int index = indexOf(matches.items()[i]);
        if (index < 0) {
          index = append(matches.items()[i], matches.sources()[i]);
          scores[index] = matches.shortfalls()[i];
        }
        scores[index] += personal.peerWeight() * Signal.saturating(matches.sums()[i]);
      }
    }

    void multiply(double factor) {
      for (int i = 0; i < size(); i++) {
        scores[i] *= factor;
      }
    }

    void add(Pulse pulse, AppliedRules rules) {
      double[] globals = new double[scores.length];
      for (int i = 0; i < pulse.size(); i++) {
        int index = indexOf(pulse.items()[i]);
        globals[index < 0 ? append(pulse.items()[i], -1) : index] = pulse.scores()[i];
      }
      for (int i = 0; i < size(); i++) {
        scores[i] += rules.isEmpty() ? globals[i] : globals[i] + rules.shift(id(i));
      }
    }

    /** What rules list that is not there yet, and is known. */
    void addExtras(Map<String, Double> extras) {
      extras.forEach(
          (id, score) -> {
            long item = Fingerprint.of(id);
            if (indexOf(item) < 0 && table.isListable(item)) {
              scores[append(item, -1)] = score;
            }
          });
    }

    void withhold(Iterable<String> unwanted) {
      for (String item : unwanted) {
        int index = indexOf(Fingerprint.of(item));
        if (index >= 0) {
          scores[index] = Double.NEGATIVE_INFINITY;
        }
      }
    }

    /** The list may be older than the retirement of a candidate; the pulse and peers are not. */
    void withholdRetired() {
      for (int i = 0; i < personal.size(); i++) {
        if (table.hasRetired(items[i])) {
          scores[i] = Double.NEGATIVE_INFINITY;
        }
      }
    }

    List<Recommendation> arranged(AppliedRules rules, int size) {
      List<Recommendation> allowed =
          best(size()).stream().filter(row -> rules.mayList(row.item())).toList();
      return rules.arrange(allowed).stream().limit(size).toList();
    }

    List<Recommendation> best(int size) {
      Comparator<Integer> bestFirst =
          Comparator.<Integer>comparingDouble(index -> scores[index] + 0.0)
              .reversed()
              .thenComparing(this::id, IdOrder.BY_BYTES);
      double lowest = lowest(size);
      return IntStream.range(0, size())
          .filter(index -> scores[index] >= lowest && scores[index] > Double.NEGATIVE_INFINITY)
          .boxed()
          .sorted(bestFirst)
          .limit(size)
          .map(index -> new Recommendation(id(index), scores[index], reason(index)))
          .toList();
    }

    /** The score of the last place: of the items that have it too the ids decide. */
    private double lowest(int size) {
      return Arrays.stream(TopK.select(scores, items, size(), size))
          .mapToDouble(index -> scores[index])
          .min()
          .orElse(Double.POSITIVE_INFINITY);
    }

    private String id(int index) {
      return index < personal.size()
          ? personal.items()[index]
          : table.id(table.indexOf(items[index]));
    }

    private String reason(int index) {
      if (index < personal.size()) {
        return personal.reasons()[index].text(personal.subjects()[index]);
      }
      return sources[index] < 0
          ? Reason.TRENDING.text("")
          : Reason.AFTER.text(personal.recent()[sources[index]]);
    }
  }
}
