package dev.freshet.scoring.community;

import java.util.List;

/**
 * A question that is open.
 *
 * @param thread its id, under which answers and remarks refer to it
 * @param asker who asked; never routed to
 * @param askedAtMillis epoch milliseconds
 * @param tags what it is about, without repetitions; may be empty
 */
public record Question(String thread, String asker, long askedAtMillis, List<String> tags) {

  public Question {
    tags = List.copyOf(tags);
  }
}
