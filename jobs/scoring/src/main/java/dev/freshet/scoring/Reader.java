package dev.freshet.scoring;

import com.carrotsearch.hppc.LongIntHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds a user's personal list and the pulse, as the function in Redis does on each read. */
public final class Reader {

  private final ItemTable table;

  public Reader(ItemTable table) {
    this.table = table;
  }

  /**
   * The list as a frontend reads it: score descending, ties by fingerprint.
   *
   * @param personal the user's published list, or null for an unknown user
   * @param pulse that of how long the user was away
   * @param size at most so many items
   * @param unwanted items the frontend does not want
   */
  public List<Recommendation> read(
      @Nullable PersonalList personal, Pulse pulse, int size, Set<String> unwanted) {
    int candidates = personal == null ? 0 : personal.size();
    double factor = pulse.personalFactor();
    int most = candidates + pulse.size();
    double[] scores = new double[most];
    long[] ids = new long[most];
    LongIntHashMap places = new LongIntHashMap(most);
    for (int i = 0; personal != null && i < candidates; i++) {
      ids[i] = personal.fingerprints()[i];
      scores[i] = factor * personal.scores()[i];
      places.put(ids[i], i);
    }
    int count = candidates;
    for (int i = 0; i < pulse.size(); i++) {
      int place = places.getOrDefault(pulse.items()[i], -1);
      if (place < 0) {
        place = count++;
        ids[place] = pulse.items()[i];
        places.put(ids[place], place);
      }
      scores[place] += pulse.scores()[i];
    }
    if (personal != null) {
      for (String item : personal.excluded()) {
        withhold(item, places, scores);
      }
    }
    for (String item : unwanted) {
      withhold(item, places, scores);
    }
    int[] order = Strongest.of(scores, ids, count, size);
    List<Recommendation> list = new ArrayList<>(order.length);
    for (int place : order) {
      if (scores[place] == Double.NEGATIVE_INFINITY) {
        break;
      }
      list.add(line(place, scores[place], ids[place], personal));
    }
    return list;
  }

  private static void withhold(String item, LongIntHashMap places, double[] scores) {
    int place = places.getOrDefault(Fingerprint.of(item), -1);
    if (place >= 0) {
      scores[place] = Double.NEGATIVE_INFINITY;
    }
  }

  private Recommendation line(int place, double score, long id, @Nullable PersonalList personal) {
    if (personal != null && place < personal.size()) {
      return new Recommendation(
          personal.items()[place],
          score,
          personal.reasons()[place].text(personal.subjects()[place]));
    }
    return new Recommendation(table.id(table.placeOf(id)), score, Reason.TRENDING.text(""));
  }
}
