package dev.freshet.scoring.audience;

import static dev.freshet.scoring.settings.Field.require;
import static dev.freshet.scoring.settings.Field.requireName;

import java.io.Serializable;
import java.time.Duration;

/**
 * Users of a kind.
 *
 * @param name names the audience, in keys and metrics too
 * @param member the condition that members meet, as text; not empty
 * @param enterAfter for how long it must hold before a user is a member, 0 or more
 * @param leaveAfter for how long it must not hold before a member is none any more, 0 or more
 * @param most how many members readers are shown at most, those who came last
 */
public record Audience(
    String name, String member, Duration enterAfter, Duration leaveAfter, int most)
    implements Serializable {

  /** Unless it says otherwise. */
  public static final int MOST = 10_000;

  private static final int MOST_OF_ALL = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(365);

  public Audience {
    requireName("audience", name);
    require(!member.isBlank(), "member: must be there");
    requireDelay("enter-after", enterAfter);
    requireDelay("leave-after", leaveAfter);
    require(
        most >= 1 && most <= MOST_OF_ALL, "most: must be 1 to " + MOST_OF_ALL + ", was " + most);
  }

  private static void requireDelay(String field, Duration delay) {
    require(
        !delay.isNegative() && delay.compareTo(LONGEST) <= 0,
        field + ": must be 0 to " + LONGEST.toDays() + " days, was " + delay);
  }
}
