package dev.freshet.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.TagWeight;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.stickiness.Components;
import dev.freshet.scoring.stickiness.StickinessState;
import dev.freshet.scoring.stickiness.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UserStateRecordsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final HalfLife HALF_LIFE = HalfLife.ofDays(60);

  private static StickinessState regular(double score) {
    return new StickinessState(
        20_417, score, new Components(1, 0.5, 0.25, 0), Tier.REGULAR, -12.4, 1, 9, 0, 4);
  }

  private static UserState sticky(long atMillis, double score, double returns, double buys) {
    return UserStateRecords.of("ada", atMillis, NOON, regular(score), returns, buys);
  }

  private static dev.freshet.schemas.StickinessState decoded(UserState state) throws Exception {
    return RecordEncoding.stickiness().decode(Objects.requireNonNull(state.value()));
  }

  @Test
  void roundAsRedisDoes() throws Exception {
    dev.freshet.schemas.StickinessState ada = decoded(sticky(NOON + DAY, 47.6, 0.40149, 0.0625));

    assertThat(ada.getScore()).isEqualTo(48);
    assertThat(ada.getTrend()).isEqualTo(-12);
    assertThat(ada.getReturnProbability()).isEqualTo(0.401);
    assertThat(ada.getPropensity()).isEqualTo(0.063);
    assertThat(ada.getAsOf()).isEqualTo(Instant.ofEpochMilli(NOON + DAY));
    assertThat(ada.getLastSeen()).isEqualTo(Instant.ofEpochMilli(NOON));
    assertThat(decoded(sticky(NOON, 47.6, 0.5, Double.NaN)).getPropensity()).isNull();
  }

  @Test
  void tellWhetherAReaderWouldSeeAChange() {
    long content = sticky(NOON, 47.6, 0.5, Double.NaN).content();

    assertThat(sticky(NOON + DAY, 48.4, 0.5002, Double.NaN).content()).isEqualTo(content);
    assertThat(sticky(NOON, 48.6, 0.5, Double.NaN).content()).isNotEqualTo(content);
    assertThat(sticky(NOON, 47.6, 0.51, Double.NaN).content()).isNotEqualTo(content);
    assertThat(sticky(NOON, 47.6, 0.5, 0.1).content()).isNotEqualTo(content);
  }

  private static InterestVector interests(String... tags) {
    InterestVector interests = new InterestVector();
    for (String tag : tags) {
      add(interests, tag, NOON);
    }
    return interests;
  }

  private static void add(InterestVector interests, String tag, long atMillis) {
    interests.add(List.of(tag), Engagement.NONE, new Engagement(atMillis, 1.0), HALF_LIFE, 64);
  }

  private static UserState interested(InterestVector interests, long atMillis, int most) {
    return UserStateRecords.of("ada", atMillis, interests, HALF_LIFE, most);
  }

  @Test
  void tellTheStrongestTagsDecayedToTheMoment() throws Exception {
    InterestVector interests = interests("logic", "logic", "algebra", "yoga");

    UserState told = interested(interests, NOON + 60 * DAY, 1);

    InterestState decoded = RecordEncoding.interests().decode(Objects.requireNonNull(told.value()));
    assertThat(decoded.getTags()).containsExactly(new TagWeight("logic", 1.0));
    assertThat(decoded.getAsOf()).isEqualTo(Instant.ofEpochMilli(NOON + 60 * DAY));
  }

  @Test
  void takeNoFadingForAChange() {
    InterestVector interests = interests("logic", "logic", "algebra");
    long content = interested(interests, NOON, 32).content();

    for (int day = 1; day <= 2_000; day++) {
      assertThat(interested(interests, NOON + day * DAY, 32).content()).isEqualTo(content);
    }
    add(interests, "algebra", NOON + DAY);
    assertThat(interested(interests, NOON + DAY, 32).content()).isNotEqualTo(content);
    assertThat(interested(interests("algebra", "algebra", "logic"), NOON, 32).content())
        .isNotEqualTo(content);
    assertThat(interested(interests("logic", "algebra"), NOON, 32).content()).isNotEqualTo(content);
  }
}
