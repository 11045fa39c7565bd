package dev.freshet.scoring.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Users who come, stay, and are shown lists by control or B, half of them each.
 *
 * <p>How often a user comes, and how many lists there are in a visit, are log-normal: one of a
 * hundred users has ten times as much as the median one. So is the time studied. How many items of
 * a list are opened depends on the user. The covariate is how often the user comes, with some
 * noise.
 */
final class SimulatedTraffic {

  private static final double VISIT_A_DAY = 0.08;
  private static final double CLICK = 0.12;
  private static final int LONGEST_VISIT = 60;
  private static final double MEDIAN_SECONDS = 300.0;
  private static final double LOG_DEVIATION = 1.2;

  final Standings standings = new Standings(2);
  private final List<User> users = new ArrayList<>();
  private final Random random;
  private final double lift;

  /**
   * @param lift by how much more B's users click, 0.05 for 5 %
   */
  SimulatedTraffic(long seed, double lift) {
    random = new Random(seed);
    this.lift = lift;
  }

  /** So many users come for the first time, and some of the others again. */
  void day(int newUsers) {
    users.forEach(
        user -> {
          if (random.nextDouble() < user.visits) {
            visit(user);
          }
        });
    for (int user = 0; user < newUsers; user++) {
      User each = new User();
      users.add(each);
      visit(each);
    }
  }

  /** Whether the interval for one look, by each variant's own users alone, is without 0. */
  boolean isUsuallySure(Metric metric) {
    double difference = 0.0;
    double variance = 0.0;
    for (int variant = 0; variant < 2; variant++) {
      double ratio = standings.of(variant, metric).ratio();
      double number = 0.0;
      double wholes = 0.0;
      double squares = 0.0;
      for (User user : users) {
        if (user.variant == variant) {
          double whole = metric.whole(user.totals);
          number++;
          wholes += whole;
          squares += Math.pow(metric.part(user.totals) - ratio * whole, 2.0);
        }
      }
      difference += variant == 0 ? -ratio : ratio;
      variance += squares / (wholes * wholes) * number / (number - 1.0);
    }
    return Math.abs(difference) > 1.96 * Math.sqrt(variance);
  }

  private void visit(User user) {
    Totals totals = user.totals;
    int lists = (int) Math.min(LONGEST_VISIT, 1.0 + 0.8 * StrictMath.exp(random.nextGaussian()));
    for (int list = 0; list < lists; list++) {
      totals = totals.shown();
      if (random.nextDouble() < user.clicks) {
        totals = totals.reacted(Reaction.CLICK, 0L);
      }
    }
    double seconds = MEDIAN_SECONDS * StrictMath.exp(LOG_DEVIATION * random.nextGaussian());
    totals = totals.reacted(Reaction.STUDY, Math.round(seconds));
    standings.replace(user.variant, user.totals, totals, user.covariate);
    user.totals = totals;
  }

  private final class User {

    private final int variant = random.nextInt(2);
    private final double visits;
    private final double clicks;
    private final long covariate;
    private Totals totals = Totals.NONE;

    User() {
      double habit = random.nextGaussian();
      visits = Math.min(0.9, VISIT_A_DAY * StrictMath.exp(habit));
      double taste = Math.min(4.0, StrictMath.exp(0.5 * random.nextGaussian()));
      clicks = CLICK * taste * (variant == 1 ? 1.0 + lift : 1.0);
      covariate = Math.round(50.0 + 15.0 * habit + 8.0 * random.nextGaussian());
    }
  }
}
