package dev.freshet.localstack.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The questions, answers and remarks of a forum: CSV with the columns {@code
 * ts,kind,user,thread,tags} (header required, other columns are ignored; {@code ts} as in {@link
 * EventLog}; kind is question, answer or comment).
 */
public final class PostLog {

  private PostLog() {}

  /**
   * All posts in the order of time; those of the same millisecond keep the order of the file.
   *
   * @param badRows is told of each row that is left out
   * @throws UnreadableLogException if the file is missing, has the wrong header, no row that can be
   *     used, or no question
   */
  public static List<Post> read(Path file, Consumer<BadRow> badRows) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableLogException(
          file, "is no file; expected CSV with the columns " + String.join(",", CsvPost.COLUMNS));
    }
    Times times = Times.of(each -> open(file, each, ignored -> {}));
    List<Post> posts = new ArrayList<>();
    try (LogRows<Post> rows = open(file, times, badRows)) {
      rows.forEachRemaining(posts::add);
    }
    if (posts.isEmpty()) {
      throw new UnreadableLogException(file, "no row could be used");
    }
    if (posts.stream().noneMatch(post -> post.kind() == Post.Kind.QUESTION)) {
      throw new UnreadableLogException(file, "no question is in it");
    }
    posts.sort(Comparator.comparingLong(Post::atMillis));
    return posts;
  }

  private static LogRows<Post> open(Path file, Times times, Consumer<BadRow> badRows)
      throws IOException {
    return new CsvTable<>(file, CsvPost.COLUMNS, new CsvPost(times), badRows);
  }
}
