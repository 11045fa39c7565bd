package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.effect.Moments;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The sums over all users of an experiment, by variant and metric. They are the same in whatever
 * order users change, and whichever part of the users each of several has that are added up.
 */
public final class Standings {

  public static final Layout LAYOUT = Layout.of("standings", 2);

  /** By variant. */
  private final List<Map<Metric, Moments>> sums = new ArrayList<>();

  /**
   * @param variants how many there are
   */
  public Standings(int variants) {
    for (int variant = 0; variant < variants; variant++) {
      sums.add(new EnumMap<>(Metric.class));
    }
  }

  /**
   * A user's totals have changed.
   *
   * @param variant the number of the user's variant
   * @param before what they were when they were entered last; {@link Totals#NONE} if never
   * @param after what they are
   * @param covariate what was known of the user before, each time the same
   */
  public void replace(int variant, Totals before, Totals after, long covariate) {
    for (Metric metric : Metric.ALL) {
      if (metric.isSame(before, after)) {
        continue;
      }
      Moments moments = of(variant, metric);
      if (metric.counts(before)) {
        moments = moments.minus(metric.part(before), metric.whole(before), covariate);
      }
      if (metric.counts(after)) {
        moments = moments.plus(metric.part(after), metric.whole(after), covariate);
      }
      sums.get(variant).put(metric, moments);
    }
  }

  /**
   * Those of several variants together.
   *
   * @param variants the sums of each, in their order
   */
  public static Standings sideBySide(List<ViewSums> variants) {
    Standings all = new Standings(0);
    variants.forEach(each -> all.sums.addAll(each.users().sums));
    return all;
  }

  /** The users of both. */
  public Standings plus(Standings other) {
    Standings both = new Standings(sums.size());
    for (int variant = 0; variant < sums.size(); variant++) {
      for (Metric metric : Metric.ALL) {
        both.sums.get(variant).put(metric, of(variant, metric).plus(other.of(variant, metric)));
      }
    }
    return both;
  }

  /** The sums of one metric over the users of a variant. */
  public Moments of(int variant, Metric metric) {
    return sums.get(variant).getOrDefault(metric, Moments.NONE);
  }

  /** How many users of each variant were shown something. */
  public List<Long> users() {
    return IntStream.range(0, sums.size())
        .mapToObj(variant -> of(variant, Metric.LISTS).users())
        .toList();
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(sums.size());
    for (int variant = 0; variant < sums.size(); variant++) {
      for (Metric metric : Metric.ALL) {
        of(variant, metric).write(out);
      }
    }
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static Standings deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    Standings standings = new Standings(in.count());
    for (Map<Metric, Moments> ofVariant : standings.sums) {
      for (Metric metric : Metric.ALL) {
        ofVariant.put(metric, Moments.read(in));
      }
    }
    return standings;
  }
}
