package dev.freshet.scoring.ranking;

import java.util.List;

/**
 * What a list is made of as it is read.
 *
 * @param bestFirst all that may be listed, with the scores as the rules have them
 * @param rules those that apply
 * @param tags how much of it a tag may have
 * @param size how many places it has at most
 */
public record ListMaking(
    List<Recommendation> bestFirst, AppliedRules rules, TagShare tags, int size) {

  public ListMaking {
    bestFirst = List.copyOf(bestFirst);
  }

  /** A list without rules in which a tag may have all places. */
  public static ListMaking of(List<Recommendation> bestFirst, int size) {
    return new ListMaking(bestFirst, AppliedRules.NONE, TagShare.ALL, size);
  }
}
