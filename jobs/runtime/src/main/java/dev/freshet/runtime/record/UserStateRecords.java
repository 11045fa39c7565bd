package dev.freshet.runtime.record;

import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.TagWeight;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.stickiness.Components;
import dev.freshet.scoring.stickiness.StickinessState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * What jobs know of users, as records of the topics of users' states. Numbers are rounded as in
 * Redis, so that both tell the same, and what nobody can see is no change.
 */
public final class UserStateRecords {

  private static final RecordEncoding<dev.freshet.schemas.StickinessState> STICKINESS =
      RecordEncoding.stickiness();
  private static final RecordEncoding<InterestState> INTERESTS = RecordEncoding.interests();

  private static final double THOUSAND = 1e3;

  /** Weights of tags are told with this many digits after the point. */
  private static final double PRECISION = 1e8;

  /** Steps in which a weight doubles: what is less is a difference of rounding. */
  private static final double STEPS = 1e5;

  private UserStateRecords() {}

  /**
   * How sticky a user is.
   *
   * @param returns the probability to return
   * @param propensity the probability to buy, or NaN if it is not known
   */
  public static UserState of(
      String user,
      long atMillis,
      long lastSeenMillis,
      StickinessState state,
      double returns,
      double propensity) {
    Double buys = Double.isNaN(propensity) ? null : thousandths(propensity);
    long content =
        SchemaNormalization.fingerprint64(
            STICKINESS.encode(sticky(user, 0L, lastSeenMillis, state, returns, buys)));
    return new UserState(
        user,
        STICKINESS.encode(sticky(user, atMillis, lastSeenMillis, state, returns, buys)),
        content);
  }

  private static dev.freshet.schemas.StickinessState sticky(
      String user,
      long atMillis,
      long lastSeenMillis,
      StickinessState state,
      double returns,
      @Nullable Double propensity) {
    Components components = state.components();
    return new dev.freshet.schemas.StickinessState(
        user,
        Instant.ofEpochMilli(atMillis),
        Instant.ofEpochMilli(lastSeenMillis),
        (int) Math.round(state.score()),
        state.tier().label(),
        (int) Math.round(state.trend()),
        thousandths(components.recency()),
        thousandths(components.frequency()),
        thousandths(components.depth()),
        thousandths(components.community()),
        state.activeDays7(),
        state.activeDays28(),
        state.streak(),
        state.bestStreak(),
        thousandths(returns),
        propensity);
  }

  private static double thousandths(double value) {
    return Math.round(value * THOUSAND) / THOUSAND;
  }

  /**
   * What a user is interested in.
   *
   * @param atMillis the moment that weights are decayed to
   * @param most how many tags are told, the strongest
   */
  public static UserState of(
      String user, long atMillis, InterestVector interests, HalfLife halfLife, int most) {
    List<TagWeight> tags = new ArrayList<>();
    Content content = new Content(atMillis, halfLife);
    interests.strongest(
        most,
        atMillis,
        halfLife,
        (tag, weight) -> {
          tags.add(new TagWeight(tag, Math.rint(weight * PRECISION) / PRECISION));
          content.add(tag, weight);
        });
    return new UserState(
        user,
        INTERESTS.encode(new InterestState(user, Instant.ofEpochMilli(atMillis), tags)),
        content.fingerprint);
  }

  /** What tags and weights say, but for the fading of all with time, which is no change. */
  private static final class Content {

    private final double halfLives;
    private long fingerprint = 1;

    private Content(long atMillis, HalfLife halfLife) {
      halfLives = halfLife.count(atMillis);
    }

    private void add(String tag, double weight) {
      byte[] name = tag.getBytes(StandardCharsets.UTF_8);
      double unfaded = Math.log(weight) / Math.log(2.0) + halfLives;
      ByteBuffer buffer =
          ByteBuffer.allocate(2 * Long.BYTES + name.length)
              .putLong(fingerprint)
              .putLong(Math.round(unfaded * STEPS))
              .put(name);
      fingerprint = SchemaNormalization.fingerprint64(buffer.array());
    }
  }
}
