package dev.freshet.localstack.evaluate.replay;

import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How coarse the time stamps of a log are, if coarser than the second at which the recommender
 * looks again at what is popular: live it would look many times while the events come that such a
 * log has at one moment.
 */
public enum Resolution {
  MINUTE(60_000L),
  HOUR(3_600_000L),
  DAY(86_400_000L);

  /** In a smaller log whole minutes may be chance, or an example's round numbers. */
  public static final int LEAST_EVENTS = 100;

  /** With fewer moments, too. */
  public static final int LEAST_MOMENTS = 5;

  private final long millis;

  Resolution(long millis) {
    this.millis = millis;
  }

  /**
   * The coarsest by which all time stamps differ, so that midnights of any time zone are whole
   * days. None if the log is small, or if no two events share a time stamp.
   */
  public static Optional<Resolution> of(List<Interaction> interactions) {
    long[] moments = interactions.stream().mapToLong(Interaction::atMillis).distinct().toArray();
    if (interactions.size() < LEAST_EVENTS
        || moments.length < LEAST_MOMENTS
        || moments.length == interactions.size()) {
      return Optional.empty();
    }
    return Arrays.stream(values())
        .sorted(Comparator.reverseOrder())
        .filter(each -> Arrays.stream(moments).allMatch(at -> (at - moments[0]) % each.millis == 0))
        .findFirst();
  }

  /** How far apart time stamps are at least. */
  public long seconds() {
    return millis / 1000L;
  }

  /**
   * Spreads the events of each time stamp evenly up to where the next one could be.
   *
   * @param interactions in the order of time, which stays
   */
  public List<Interaction> spread(List<Interaction> interactions) {
    List<Interaction> spread = new ArrayList<>(interactions.size());
    int to;
    for (int from = 0; from < interactions.size(); from = to) {
      long atMillis = interactions.get(from).atMillis();
      to = from + 1;
      while (to < interactions.size() && interactions.get(to).atMillis() == atMillis) {
        to++;
      }
      for (int i = from; i < to; i++) {
        spread.add(moved(interactions.get(i), atMillis + millis * (i - from) / (to - from)));
      }
    }
    return spread;
  }

  private static Interaction moved(Interaction interaction, long atMillis) {
    return new Interaction(
        interaction.id(),
        interaction.user(),
        interaction.item(),
        atMillis,
        interaction.kind(),
        interaction.studySeconds(),
        interaction.progress(),
        interaction.completed(),
        interaction.rating());
  }

  /** What was done about it, for people to read. */
  public String remark() {
    String unit = name().toLowerCase(Locale.ROOT);
    return String.format(
        "Its time stamps are whole %ss: events that share one are spread evenly over the %s, in"
            + " their order.",
        unit, unit);
  }
}
