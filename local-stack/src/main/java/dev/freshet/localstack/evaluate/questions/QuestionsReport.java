package dev.freshet.localstack.evaluate.questions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.evaluate.questions.QuestionsEvaluation.Course;
import dev.freshet.localstack.evaluate.questions.QuestionsEvaluation.Trial;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.Post;
import dev.freshet.localstack.log.PostLog;
import dev.freshet.localstack.report.Text;
import dev.freshet.scoring.community.RoutingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Judges to whom questions of forums are routed: a table for people, JSON for programs. */
public final class QuestionsReport {

  private final RoutingSettings settings;
  private final ObjectNode root = new ObjectMapper().createObjectNode();
  private final ArrayNode forums;

  public QuestionsReport(RoutingSettings settings) {
    this.settings = settings;
    root.put("questionsPerDay", settings.perDay());
    forums = root.putArray("forums");
  }

  /**
   * Judges a forum.
   *
   * @param warning is told of the rows that are left out
   * @return the tables, ending in a line break
   * @throws IOException if the file cannot be read; the message names it
   */
  public String judge(Path file, Consumer<List<BadRow>> warning) throws IOException {
    List<BadRow> badRows = new ArrayList<>();
    List<Post> posts = PostLog.read(file, badRows::add);
    warning.accept(badRows);
    QuestionsEvaluation evaluation = QuestionsEvaluation.of(posts, settings);
    add(file, posts, badRows.size(), evaluation);
    return text(file, posts, badRows.size(), evaluation);
  }

  private String text(Path file, List<Post> posts, int badRows, QuestionsEvaluation evaluation) {
    Text text = new Text();
    text.add(
        "%s: %,d posts of %,d members; %,d first answers judged; at most %,d questions a member and"
            + " day from Freshet%s%n%n",
        file,
        posts.size(),
        posts.stream().map(Post::user).distinct().count(),
        evaluation.answers(),
        settings.perDay(),
        badRows == 0 ? "" : Text.of("; %,d bad rows left out", badRows));
    add(text, "just before the first answer", evaluation, Trial::before);
    text.add("%n");
    add(text, "when the question was asked", evaluation, Trial::whenAsked);
    return text.toString();
  }

  private static void add(
      Text text, String when, QuestionsEvaluation evaluation, Function<Trial, Course> course) {
    text.add(
        "%-36s%8s%8s%9s%15s%13s%n", when, "HR@5", "HR@20", "MRR@20", "busiest five", "most a day");
    for (Trial trial : evaluation.trials()) {
      Routes each = course.apply(trial).routes();
      text.add(
          "%-36s%8.4f%8.4f%9.4f%15.3f%,13d%n",
          trial.name(),
          each.hitRate(5),
          each.hitRate(Routing.PLACES),
          each.reciprocalRank(),
          each.shareOfFive(),
          each.mostOfDay());
    }
  }

  private void add(Path file, List<Post> posts, int badRows, QuestionsEvaluation evaluation) {
    ObjectNode forum = forums.addObject();
    forum.put("file", file.toString());
    forum.put("posts", posts.size());
    forum.put("badRows", badRows);
    forum.put("firstAnswers", evaluation.answers());
    ArrayNode routings = forum.putArray("routings");
    for (Trial trial : evaluation.trials()) {
      ObjectNode node = routings.addObject();
      node.put("routing", trial.name());
      add(node.putObject("beforeAnswer"), trial.before().routes());
      add(node.putObject("whenAsked"), trial.whenAsked().routes());
    }
  }

  private static void add(ObjectNode node, Routes routes) {
    node.put("hitRate5", routes.hitRate(5));
    node.put("hitRate20", routes.hitRate(Routing.PLACES));
    node.put("mrr20", routes.reciprocalRank());
    node.put("busiestFive", routes.shareOfFive());
    node.put("mostPerDay", routes.mostOfDay());
  }

  /** What came of all forums so far, for programs. */
  public ObjectNode json() {
    return root;
  }
}
