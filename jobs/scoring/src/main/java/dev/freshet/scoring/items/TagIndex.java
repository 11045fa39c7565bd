package dev.freshet.scoring.items;

import com.carrotsearch.hppc.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which items have which tags, and how much each tag tells: the rarer, the more. */
final class TagIndex {

  private static final int[] NO_TAGS = {};

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<IntArrayList> items = new ArrayList<>();

  /** Of the item at each index. */
  private int[][] tags = new int[64][];

  private double[] norms = new double[64];
  private int[] normVersion = new int[64];

  private double[] idf = new double[16];

  /** Items that have tags. */
  private int tagged;

  private int version;
  private int computed = -1;

  /** How many tags are known. */
  int count() {
    return names.size();
  }

  String name(int tag) {
    return names.get(tag);
  }

  /** The number of a tag, or −1 when it is not known. */
  int numberOf(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** The numbers of tags, each once; tags that are new get one. */
  int[] numbers(List<String> tagNames) {
    int[] found = new int[tagNames.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = number(tagNames.get(i));
    }
    return Arrays.stream(found).distinct().toArray();
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    int number = names.size();
    numbers.put(name, number);
    names.add(name);
    items.add(new IntArrayList());
    if (number == idf.length) {
      idf = Arrays.copyOf(idf, number * 2);
    }
    return number;
  }

  /** The numbers of an item's tags; not to be changed. */
  int[] tags(int index) {
    return tags[index];
  }

  /** The indexes of the items with a tag; not to be changed. */
  IntArrayList items(int tag) {
    return items.get(tag);
  }

  /** The share of a tag among the items that have tags, 0–1. */
  double shareOf(int tag) {
    return (double) items.get(tag).size() / Math.max(1, tagged);
  }

  void grow(int capacity) {
    tags = Arrays.copyOf(tags, capacity);
    norms = Arrays.copyOf(norms, capacity);
    normVersion = Arrays.copyOf(normVersion, capacity);
  }

  /** An item that is new has no tags. */
  void enter(int index) {
    tags[index] = NO_TAGS;
    normVersion[index] = -1;
  }

  /** Gives an item other tags than it had. */
  void replace(int index, int[] after) {
    int[] before = tags[index];
    for (int tag : before) {
      items.get(tag).removeElement(index);
    }
    tags[index] = after;
    for (int tag : after) {
      items.get(tag).add(index);
    }
    tagged += (after.length > 0 ? 1 : 0) - (before.length > 0 ? 1 : 0);
    version++;
  }

  /** How much a tag tells: its inverse document frequency. */
  double idf(int tag) {
    if (computed != version) {
      computed = version;
      for (int each = 0; each < names.size(); each++) {
        idf[each] = Math.log(1.0 + (double) tagged / Math.max(1, items.get(each).size()));
      }
    }
    return idf[tag];
  }

  /** The length of the vector of an item's tags, each weighted by {@link #idf}. */
  double norm(int index) {
    if (normVersion[index] != version) {
      double squares = 0.0;
      for (int tag : tags[index]) {
        squares += idf(tag) * idf(tag);
      }
      norms[index] = Math.sqrt(squares);
      normVersion[index] = version;
    }
    return norms[index];
  }
}
