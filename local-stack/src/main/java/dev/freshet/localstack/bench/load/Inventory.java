package dev.freshet.localstack.bench.load;

import dev.freshet.scoring.event.CatalogueItem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A large catalogue: the items that {@link Load} has events of, each with two to four tags of which
 * some are far more common than others, and a vector if wanted.
 */
public final class Inventory {

  private static final int FEWEST_TAGS = 2;
  private static final int MOST_TAGS = 4;

  private Inventory() {}

  /**
   * The items, the same for the same seed.
   *
   * @param tags how many there are
   * @param numbers of each vector, or 0 for none
   */
  public static Stream<CatalogueItem> items(int items, int tags, int numbers, long seed) {
    Random random = new Random(seed);
    Zipf common = new Zipf(tags);
    return IntStream.range(0, items)
        .mapToObj(
            item -> Load.described(item, tags(random, common, tags), vector(random, numbers)));
  }

  private static List<String> tags(Random random, Zipf common, int tags) {
    int wanted = Math.min(tags, FEWEST_TAGS + random.nextInt(MOST_TAGS - FEWEST_TAGS + 1));
    Set<String> drawn = new LinkedHashSet<>();
    while (drawn.size() < wanted) {
      drawn.add("tag-" + common.draw(random));
    }
    return List.copyOf(drawn);
  }

  private static List<Float> vector(Random random, int numbers) {
    List<Float> vector = new ArrayList<>(numbers);
    for (int i = 0; i < numbers; i++) {
      vector.add(random.nextFloat() - 0.5f);
    }
    return vector;
  }
}
