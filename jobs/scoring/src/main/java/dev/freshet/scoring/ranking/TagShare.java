package dev.freshet.scoring.ranking;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets no tag have more than a share of a list, as the function in Redis does: of the first places,
 * however many, a tag has that share at most, rounded down, but one at least.
 *
 * @param share above 0 and 1 at most
 * @param tagsOf the tags of an item that are held to it
 */
public record TagShare(double share, Function<String, ? extends Collection<String>> tagsOf) {

  /** Any tag may have all of a list. */
  public static final TagShare ALL = new TagShare(1.0, item -> List.of());

  /** How many places of a list tags have. */
  static final class Places {

    private final TagShare limit;
    private final Map<String, Integer> taken = new HashMap<>();

    Places(TagShare limit) {
      this.limit = limit;
    }

    /**
     * Whether a tag of an item has had its share.
     *
     * @param place that it would have, the first being 1
     */
    boolean areTaken(String item, int place) {
      int most = Math.max(1, (int) (limit.share * place));
      return limit.tagsOf.apply(item).stream().anyMatch(tag -> taken.getOrDefault(tag, 0) >= most);
    }

    void take(String item) {
      limit.tagsOf.apply(item).forEach(tag -> taken.merge(tag, 1, Integer::sum));
    }
  }
}
