package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.time.Duration;

/**
 * The placements, experiments and variants that lists are told of: so many only, as whoever sends
 * another name each time must not fill state and Redis. Who comes first is let in. What nothing is
 * heard of for a while makes room for another.
 *
 * <p>What was refused once stays so: its users have changed meanwhile, and what is told of them
 * later is the difference from what was never added. Experiments are counted apart, so that names
 * of placements, however many, do not keep them out.
 */
public final class KnownViews {

  public static final Layout LAYOUT = Layout.of("known views", 2);

  /** So many variants of an experiment; it has ten at most, and others before it was changed. */
  public static final int MOST_VARIANTS = 32;

  private final KnownSubjects placements;
  private final KnownSubjects experiments;

  /**
   * @param most how many placements there may be, and how many experiments
   * @param ttl after how long without anything one makes room for others, event time
   */
  public KnownViews(int most, Duration ttl) {
    placements = new KnownSubjects(most, ttl.toMillis());
    experiments = new KnownSubjects(most, ttl.toMillis());
  }

  /**
   * Lets an experiment in that somebody has said what it is: names that lists make up do not keep
   * it out.
   */
  public void define(String experiment) {
    experiments.define(View.subjectOf(experiment));
  }

  /** Nobody says any more what an experiment is. */
  public void undefine(String experiment) {
    experiments.undefine(View.subjectOf(experiment));
  }

  /** Whether what is told of a view counts. */
  public boolean admits(View view, long atMillis) {
    return (view.isOfPlacement() ? placements : experiments).admits(view, atMillis);
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    placements.write(out);
    experiments.write(out);
    return out.bytes();
  }

  /** Adds what {@link #serialize} wrote. */
  public void restore(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    placements.restore(in);
    experiments.restore(in);
  }
}
