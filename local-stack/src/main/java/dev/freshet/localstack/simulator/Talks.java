package dev.freshet.localstack.simulator;

import dev.freshet.scoring.event.Interaction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which posts belong together: remarks and answers to an item's last question, and likes of its
 * last answer.
 */
final class Talks {

  private final Map<String, Interaction> questions = new HashMap<>();
  private final Map<String, Interaction> answers = new HashMap<>();

  /** What was said, in its thread if it has one. */
  Interaction placed(Interaction said) {
    return switch (said.kind()) {
      case QUESTION -> asked(said.inThread(said.id(), ""));
      case ANSWER -> answered(replyTo(questions.get(said.item()), said));
      case COMMENT -> replyTo(questions.get(said.item()), said);
      case LIKE -> replyTo(answers.get(said.item()), said);
      default -> said;
    };
  }

  private Interaction asked(Interaction question) {
    questions.put(question.item(), question);
    answers.remove(question.item());
    return question;
  }

  private Interaction answered(Interaction answer) {
    if (!answer.thread().isEmpty()) {
      answers.put(answer.item(), answer);
    }
    return answer;
  }

  private static Interaction replyTo(@Nullable Interaction post, Interaction said) {
    return post == null ? said : said.inThread(post.thread(), post.id());
  }
}
