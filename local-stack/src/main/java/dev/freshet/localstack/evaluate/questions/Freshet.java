package dev.freshet.localstack.evaluate.questions;

import dev.freshet.localstack.log.Post;
import dev.freshet.scoring.community.Question;
import dev.freshet.scoring.community.QuestionRouter;
import dev.freshet.scoring.community.Routed;
import dev.freshet.scoring.community.RoutingSettings;
import java.util.List;

/** The product's own routing. */
final class Freshet implements Routing {

  private final QuestionRouter router;

  Freshet(RoutingSettings settings) {
    router = new QuestionRouter(settings);
  }

  @Override
  public String name() {
    return "Freshet";
  }

  @Override
  public void follow(Post post) {
    switch (post.kind()) {
      case QUESTION ->
          router.ask(new Question(post.thread(), post.user(), post.atMillis(), post.tags()));
      case ANSWER -> router.answer(post.thread(), post.user(), post.atMillis());
      case COMMENT -> router.comment(post.thread(), post.user(), post.atMillis());
    }
  }

  @Override
  public List<String> route(Post question, long atMillis) {
    return router.route(question.thread(), atMillis).stream().map(Routed::user).toList();
  }
}
