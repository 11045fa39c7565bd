package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.decay.HalfLife;
import java.io.Serializable;
import java.time.ZoneId;

/**
 * Everything that shapes stickiness.
 *
 * @param zone where the platform's days begin and end
 * @param weights what each component adds to the score
 * @param recency time without activity after which recency is half as much
 * @param fading time after which study and community count half as much
 * @param halves of what quantity half of a component's part is reached
 * @param dailyCommunity most comments a day that count, so that a storm is no better than a talk
 * @param tiers where tiers begin
 * @param retentionDays days without activity after which a user is forgotten
 */
public record StickinessSettings(
    ZoneId zone,
    Weights weights,
    HalfLife recency,
    HalfLife fading,
    Halves halves,
    int dailyCommunity,
    Tiers tiers,
    int retentionDays)
    implements Serializable {

  public StickinessSettings {
    require(dailyCommunity > 0, "dailyCommunity must be more than 0");
    require(retentionDays > tiers.dormantDays(), "retentionDays must be more than dormantDays");
  }

  /**
   * Shares of the score; only their proportions matter.
   *
   * @param recency of {@link Components#recency}
   * @param frequency of {@link Components#frequency}
   * @param depth of {@link Components#depth}
   * @param community of {@link Components#community}
   */
  public record Weights(double recency, double frequency, double depth, double community)
      implements Serializable {

    public Weights {
      require(
          Math.min(Math.min(recency, frequency), Math.min(depth, community)) >= 0,
          "weights must be 0 or more");
      require(recency + frequency + depth + community > 0, "some weight must be more than 0");
    }

    /** The components' mean, 0–1. */
    double mean(Components components) {
      double sum =
          recency * components.recency()
              + frequency * components.frequency()
              + depth * components.depth()
              + community * components.community();
      return sum / (recency + frequency + depth + community);
    }
  }

  /**
   * Quantities of which half is reached; twice as much reaches three quarters, and so on.
   *
   * @param week active days of the last 7
   * @param month active days of the last 28
   * @param streak active days in a row
   * @param studyMinutes minutes studied, faded
   * @param completions items completed, faded
   * @param items distinct items of the last 28 days
   * @param community comments, faded; a question counts as two, an answer as three
   */
  public record Halves(
      double week,
      double month,
      double streak,
      double studyMinutes,
      double completions,
      double items,
      double community)
      implements Serializable {

    public Halves {
      for (double half :
          new double[] {week, month, streak, studyMinutes, completions, items, community}) {
        require(half > 0, "halves must be more than 0");
      }
    }
  }

  /**
   * Where tiers begin.
   *
   * @param newDays days from the first active one on that a user counts as new
   * @param regular score from which a user is regular
   * @param devoted score from which a user is devoted
   * @param margin how far a score must fall below its tier's beginning to leave it
   * @param dormantDays days without activity after which a user is dormant
   */
  public record Tiers(int newDays, double regular, double devoted, double margin, int dormantDays)
      implements Serializable {

    public Tiers {
      require(newDays > 0, "newDays must be more than 0");
      require(dormantDays > 0, "dormantDays must be more than 0");
      require(margin >= 0 && margin < regular, "margin must be 0 or more, and less than regular");
      require(devoted - margin > regular, "devoted must be more than a margin above regular");
    }
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }

  /** What serves a platform where a good learner comes three or four days a week. */
  public static StickinessSettings defaults(ZoneId zone) {
    return new StickinessSettings(
        zone,
        new Weights(35, 40, 15, 10),
        HalfLife.ofDays(14),
        HalfLife.ofDays(14),
        new Halves(2, 6, 4, 60, 2, 6, 3),
        10,
        new Tiers(7, 50, 70, 5, 28),
        365);
  }
}
