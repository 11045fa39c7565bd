package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who learns one item now: those who were there last, and how far each is. */
public final class Cohort {

  public static final Layout LAYOUT = Layout.of("cohort", 1);

  /** Part of an item that two may be apart to go at the same pace. */
  private static final double PACE = 0.25;

  /** Of those of whom it is not known how far they are, half is said. */
  private static final double UNKNOWN = 0.5;

  private final Map<String, Place> learners = new HashMap<>();

  /** Where somebody is in the item; the progress is NaN if that is not known. */
  private record Place(double progress, long atMillis) {}

  /**
   * A learner is there.
   *
   * @param progress part of the item completed, or NaN if it is not known
   */
  public void enter(String user, double progress, long atMillis, CommunitySettings settings) {
    Place before = learners.get(user);
    if (before != null && before.atMillis() > atMillis) {
      return;
    }
    // A visit that says nothing of progress does not make it unknown.
    double known = Double.isNaN(progress) && before != null ? before.progress() : progress;
    learners.put(user, new Place(known, atMillis));
    if (learners.size() > settings.cohort() + settings.cohort() / 4) {
      keepLatest(settings.cohort());
    }
  }

  /** A learner has left, or does not want to be named. */
  public void leave(String user) {
    learners.remove(user);
  }

  /** Whether nobody is there. */
  public boolean isNobody() {
    return learners.isEmpty();
  }

  private void keepLatest(int most) {
    List<String> latest =
        learners.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, Place>>comparingLong(
                        learner -> -learner.getValue().atMillis())
                    .thenComparing(Map.Entry::getKey))
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    learners.keySet().retainAll(latest);
  }

  /**
   * Who learns the item beside a user who is there. Sharing an item says more, the fewer others do:
   * {@code 1 / ln(1 + learners)} (Adamic, Adar: Friends and neighbors on the Web, 2003).
   */
  public Company company(String item, String user, long nowMillis, CommunitySettings settings) {
    Place own = learners.get(user);
    if (own == null) {
      return new Company(item, 0.0, List.of());
    }
    long sinceMillis = nowMillis - settings.activeFor().toMillis();
    List<Companion> companions =
        learners.entrySet().stream()
            .filter(learner -> !learner.getKey().equals(user))
            .filter(learner -> learner.getValue().atMillis() > sinceMillis)
            .map(learner -> companion(learner, own))
            .filter(companion -> companion.closeness() > 0)
            .sorted(
                Comparator.comparingDouble(Companion::closeness)
                    .thenComparingLong(Companion::atMillis)
                    .reversed()
                    .thenComparing(Companion::user))
            .limit(settings.partners())
            .toList();
    return new Company(item, 1.0 / Math.log1p(Math.max(2, learners.size())), companions);
  }

  private static Companion companion(Map.Entry<String, Place> learner, Place own) {
    Place other = learner.getValue();
    double apart = Math.abs(other.progress() - own.progress());
    double closeness = Double.isNaN(apart) ? UNKNOWN : Math.max(0.0, 1.0 - apart / PACE);
    return new Companion(learner.getKey(), other.atMillis(), closeness);
  }

  /** The cohort as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter writer = new StateWriter(LAYOUT).number(learners.size());
    learners.forEach(
        (user, place) -> writer.text(user).real(place.progress()).number(place.atMillis()));
    return writer.bytes();
  }

  /** The cohort that {@link #serialize} wrote. */
  public static Cohort deserialize(byte[] bytes) {
    StateReader reader = new StateReader(LAYOUT, bytes);
    Cohort cohort = new Cohort();
    for (int left = reader.count(); left > 0; left--) {
      cohort.learners.put(reader.text(), new Place(reader.real(), reader.number()));
    }
    return cohort;
  }
}
