package dev.freshet.scoring.community;

/**
 * Somebody to learn with.
 *
 * @param user who
 * @param score how much both share now; comparable within one list
 * @param items how many items both learn now
 * @param item the item that says most of it
 */
public record Partner(String user, double score, int items, String item) {

  /** What a frontend can show: {@code with:<item>}. */
  public String reason() {
    return "with:" + item;
  }
}
