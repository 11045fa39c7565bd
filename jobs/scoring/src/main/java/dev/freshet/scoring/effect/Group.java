package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.EnumMap;
import java.util.Map;

/** The users whom a rule rewards, or those whom it holds out. Sums, which no order changes. */
public final class Group {

  private long users;
  private long cost;
  private final Map<Outcome, Tally> tallies = new EnumMap<>(Outcome.class);

  void enter(OutcomeChange change) {
    switch (change.step()) {
      case MET -> users++;
      case WEEK -> add(Outcome.RETURN_7, change.returned() ? 1L : 0L);
      case FOUR_WEEKS -> {
        add(Outcome.RETURN_28, change.returned() ? 1L : 0L);
        add(Outcome.CONVERSION, change.purchased() ? 1L : 0L);
        add(Outcome.MINUTES, change.seconds());
        cost += change.cost();
      }
    }
  }

  private void add(Outcome outcome, long number) {
    tallies.put(outcome, tally(outcome).add(number));
  }

  /** How many there are, whether or not it is known what becomes of them. */
  public long users() {
    return users;
  }

  /** Those of whom it is known what became of them. */
  public Tally tally(Outcome outcome) {
    return tallies.getOrDefault(outcome, Tally.NONE);
  }

  /** What the rewards cost of those who were followed for four weeks, thousandths. */
  public long cost() {
    return cost;
  }

  void write(StateWriter out) {
    out.number(users);
    out.number(cost);
    for (Outcome outcome : Outcome.ALL) {
      tally(outcome).write(out);
    }
  }

  static Group read(StateReader in) {
    Group group = new Group();
    group.users = in.number();
    group.cost = in.number();
    for (Outcome outcome : Outcome.ALL) {
      group.tallies.put(outcome, Tally.read(in));
    }
    return group;
  }
}
