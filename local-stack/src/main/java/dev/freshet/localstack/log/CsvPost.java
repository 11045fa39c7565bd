package dev.freshet.localstack.log;

import java.util.List;
import java.util.Locale;

/**
 * The rows of a forum: {@code ts,kind,user,thread}, optionally {@code tags} divided by {@code |}.
 */
final class CsvPost implements RowParser<Post> {

  static final List<String> COLUMNS = List.of("ts", "kind", "user", "thread");

  private final Times times;

  CsvPost(Times times) {
    this.times = times;
  }

  @Override
  public Post parse(CsvRow row) throws BadRowException {
    Post.Kind kind = kind(row.required("kind"));
    return new Post(
        times.millis("ts", row.required("ts")),
        kind,
        row.required("user"),
        row.required("thread"),
        kind == Post.Kind.QUESTION ? Fields.tags(row.field("tags")) : List.of());
  }

  private static Post.Kind kind(String field) throws BadRowException {
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "question" -> Post.Kind.QUESTION;
      case "answer" -> Post.Kind.ANSWER;
      case "comment" -> Post.Kind.COMMENT;
      default ->
          throw new BadRowException("kind must be question, answer or comment, was " + field);
    };
  }
}
