package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.engagement.ConditionException;
import java.util.HashMap;
import java.util.Map;

/** What the job in process writes to Redis; a condition that fails ends the test. */
class WrittenDocuments implements EngagementInProcess.Results {

  private final Map<String, String> documents = new HashMap<>();

  /** What Redis holds, by key. */
  final Map<String, String> documents() {
    return documents;
  }

  @Override
  public final void write(RedisWrite write) {
    enter(write, documents);
  }

  /** Does to documents what is written to Redis, where each member of a sorted set is one. */
  static void enter(RedisWrite write, Map<String, String> documents) {
    switch (write.kind()) {
      case MEMBER ->
          documents.put(write.key() + '/' + write.value(), String.valueOf(write.score()));
      case NO_MEMBER -> documents.remove(write.key() + '/' + write.value());
      default -> documents.put(write.key(), write.value());
    }
  }

  @Override
  public final void failed(String rule, ConditionException failure) {
    throw new IllegalStateException(failure);
  }

  @Override
  public final void unanswered(String audience, ConditionException failure) {
    throw new IllegalStateException(failure);
  }
}
