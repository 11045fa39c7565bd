package dev.freshet.scoring.community;

/**
 * Who answers well in a tag.
 *
 * @param user who
 * @param points faded to the moment of the list; comparable within the tag
 * @param answers answers given, ever
 * @param accepted how many of them were accepted
 * @param likes how often they were liked
 */
public record Expert(String user, double points, int answers, int accepted, int likes) {

  /** What a frontend can show: {@code accepted:<n>}, else {@code answers:<n>}. */
  public String reason() {
    return accepted > 0 ? "accepted:" + accepted : "answers:" + answers;
  }
}
