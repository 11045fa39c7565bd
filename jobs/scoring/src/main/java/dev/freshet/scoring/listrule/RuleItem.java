package dev.freshet.scoring.listrule;

import dev.freshet.scoring.items.ItemTable;
import java.util.ArrayList;
import java.util.List;

/**
 * An item as conditions of rules see it at a moment.
 *
 * @param table that has it
 * @param index its index there
 * @param traits what only rules ask for
 * @param nowMillis the moment, epoch milliseconds
 */
public record RuleItem(ItemTable table, int index, ItemTraits traits, long nowMillis) {

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  public String id() {
    return table.id(index);
  }

  /** Its tags, in no order. */
  public List<String> tags() {
    int[] numbers = table.tags(index);
    List<String> tags = new ArrayList<>(numbers.length);
    for (int number : numbers) {
      tags.add(table.tagName(number));
    }
    return tags;
  }

  public String kind() {
    return traits.kind();
  }

  public String level() {
    return traits.level();
  }

  public String author() {
    return traits.author();
  }

  /** What it costs, or {@link Double#NaN}. */
  public double price() {
    return traits.price();
  }

  public boolean hasPrice() {
    return !Double.isNaN(traits.price());
  }

  /**
   * Days since it appeared, that is since it was published or somebody did something with it first,
   * 0 or more; {@link Double#NaN} if neither is known.
   */
  public double ageDays() {
    long appeared = table.appearedMillis(index);
    return appeared == Long.MAX_VALUE
        ? Double.NaN
        : Math.max(0.0, (nowMillis - appeared) / MILLIS_PER_DAY);
  }

  /** The groups of {@link ListRule#each} that it belongs to. */
  List<String> groups(String each) {
    if (each.equals(ListRule.AUTHOR)) {
      return known(author());
    }
    if (each.equals(ListRule.KIND)) {
      return known(kind());
    }
    String start = each.substring(ListRule.TAG.length());
    return tags().stream().filter(tag -> tag.startsWith(start)).toList();
  }

  private static List<String> known(String name) {
    return name.isEmpty() ? List.of() : List.of(name);
  }
}
