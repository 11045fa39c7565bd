package dev.freshet.localstack.evaluate.questions;

import dev.freshet.localstack.log.Post;
import java.util.List;

/** A way to route questions, told of each post in the order of time. */
interface Routing {

  /** How many members a question is routed to. */
  int PLACES = 20;

  /** Its name, for the table. */
  String name();

  /** Follows a post. */
  void follow(Post post);

  /**
   * Who should see a question at a moment: at most {@value #PLACES} members, best first, without
   * the asker.
   */
  List<String> route(Post question, long atMillis);
}
