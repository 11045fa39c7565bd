package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.TagPulses;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.similarity.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, in whatever order, and whatever the catalogue says, scores are numbers. */
class FiniteScoresTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final int USERS = 10;
  private static final int ITEMS = 30;

  private static final float[] EXTREMES = {
    0f,
    1f,
    -1f,
    1e20f,
    -1e38f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-38f,
    Float.MIN_VALUE,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static final double[] MEASURES = {
    0.0, 0.5, 1.0, 10.0, -1e300, 1e300, Double.NaN, Double.MIN_VALUE
  };

  /** A platform whose every event and record is drawn at random. */
  private static final class Platform implements Publisher {

    private final Random random;
    private final Recommender recommender;
    private final List<Double> scores = new ArrayList<>();
    private long nowMillis = NOON;

    private Platform(int seed) {
      random = new Random(seed);
      Exclusion exclusion = List.of(Exclusion.values()).get(seed % 3);
      double tagShare = seed % 2 == 0 ? 0.1 : 1.0;
      RecommenderSettings settings =
          Some.settings().exclude(exclusion).tagShare(tagShare).pulse(10).build();
      recommender = new Recommender(settings, this);
    }

    private String item() {
      return "item-" + random.nextInt(ITEMS);
    }

    private double measure() {
      return MEASURES[random.nextInt(MEASURES.length)];
    }

    private List<Float> vector() {
      List<Float> vector = new ArrayList<>();
      int length = random.nextInt(10) == 0 ? random.nextInt(4) : 3;
      for (int i = 0; i < length; i++) {
        // Rarely no number at all, so that most vectors blend into a user's.
        vector.add(EXTREMES[random.nextInt(random.nextInt(4) == 0 ? EXTREMES.length : 9)]);
      }
      return vector;
    }

    private void describe() {
      List<String> tags = random.nextBoolean() ? List.of("tag-" + random.nextInt(3)) : List.of();
      long publishedMillis = random.nextBoolean() ? 0L : random.nextLong();
      recommender.accept(
          new CatalogueItem(
              item(), "", tags, "", publishedMillis, random.nextInt(9) == 0, vector()));
    }

    /** Mostly a little later than the one before, sometimes late, and sometimes years apart. */
    private long nextMillis() {
      return switch (random.nextInt(20)) {
        case 0 -> nowMillis - (long) (random.nextDouble() * 30 * DAY);
        case 1 -> random.nextInt(10) == 0 ? 0L : nowMillis - 3_000 * DAY;
        case 2 -> nowMillis += (long) (random.nextDouble() * 400 * DAY);
        default -> nowMillis += random.nextInt(100_000);
      };
    }

    private void interact(int number) {
      InteractionKind[] kinds = InteractionKind.values();
      recommender.accept(
          new Interaction(
              "e" + number,
              "user-" + random.nextInt(USERS),
              item(),
              nextMillis(),
              kinds[random.nextInt(kinds.length)],
              random.nextInt(10) == 0 ? 1e300 : random.nextInt(3_600),
              measure(),
              random.nextInt(4) == 0,
              measure()));
    }

    private void read() {
      String user = "user-" + random.nextInt(USERS + 1);
      recommender
          .recommend(user, nowMillis + random.nextInt(2_000), 30, Set.of())
          .forEach(line -> scores.add(line.score()));
      Pulse pulse = recommender.pulse();
      scores.add(pulse.floor());
      for (double score : pulse.scores()) {
        scores.add(score);
      }
      new TagPulses(9, 9)
          .tell(recommender.table(), pulse, 0L, 1L).stream()
              .flatMap(tag -> tag.items().stream())
              .forEach(line -> scores.add(line.score()));
    }

    @Override
    public void list(PersonalList list, List<VariantList> others) {
      for (double score : list.scores()) {
        scores.add(score);
      }
    }

    @Override
    public void interests(String user, long atMillis, InterestVector interests) {
      interests.strongest(9, atMillis, HalfLife.ofDays(60), (tag, weight) -> scores.add(weight));
    }

    @Override
    public void similar(String item, long atMillis, Neighbours neighbours, ItemTable table) {
      ScoredItem.similar(neighbours, atMillis, table, 9).forEach(line -> scores.add(line.score()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void areNeitherInfiniteNorNoNumber(int seed) {
    Platform platform = new Platform(seed);
    for (int i = 0; i < 400; i++) {
      if (i < 20 || i % 10 == 0) {
        platform.describe();
      }
      platform.interact(i);
      if (i % 4 == 0) {
        platform.read();
      }
      assertThat(platform.scores).as("after %d events", i).allMatch(Double::isFinite);
      platform.scores.clear();
    }

    for (int gap = 0; gap < Gap.COUNT; gap++) {
      assertThat(platform.recommender.model().weights(3, gap)).doesNotContain(Double.NaN);
    }
    assertThat(platform.recommender.model().steps()).isGreaterThan(10);
    assertThat(platform.recommender.users())
        .anyMatch(user -> platform.recommender.profile(user).vector().length > 0);
  }
}
