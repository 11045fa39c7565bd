package dev.freshet.localstack.log;

import java.util.List;

/**
 * A row of a {@link PostLog}.
 *
 * @param atMillis when it was written, epoch milliseconds
 * @param kind what it is
 * @param user who wrote it, not empty
 * @param thread the question that it belongs to; of a question its own id
 * @param tags of a question, without repetitions; empty for other posts
 */
public record Post(long atMillis, Kind kind, String user, String thread, List<String> tags) {

  /** What somebody wrote. */
  public enum Kind {
    QUESTION,
    ANSWER,
    COMMENT
  }

  public Post {
    tags = List.copyOf(tags);
  }
}
