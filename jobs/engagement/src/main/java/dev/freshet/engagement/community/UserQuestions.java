package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.scoring.community.OpenQuestion;
import dev.freshet.scoring.community.OpenQuestions;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Keeps the open questions that were put to each user, and publishes them. */
final class UserQuestions extends OrderedStep<AskNews, OpenQuestions, RedisWrite> {

  private static final long serialVersionUID = 1L;

  private final CommunityDocuments documents;

  /**
   * @param redis what may lose what is published, or null
   */
  UserQuestions(CommunityJobSettings settings, @Nullable RedisSettings redis) {
    super(settings, redis, AskNews.class, "open-questions");
    documents = new CommunityDocuments(settings);
  }

  @Override
  OpenQuestions begin() {
    return new OpenQuestions();
  }

  @Override
  Codec<OpenQuestions> codec() {
    return Codec.of(OpenQuestions.LAYOUT, OpenQuestions::serialize, OpenQuestions::deserialize);
  }

  @Override
  void hear(OpenQuestions questions, AskNews news, Context context, Collector<RedisWrite> out) {
    OpenQuestion question = news.question();
    boolean isNew =
        question == null
            ? questions.close(news.thread(), news.atMillis())
            : questions.put(question, scoring());
    if (isNew) {
      out.collect(documents.questions(news.user(), questions));
    }
  }

  @Override
  long nextMillis(OpenQuestions questions) {
    return questions.nextExpiryMillis(scoring());
  }

  @Override
  void pass(OpenQuestions questions, long atMillis, Context context, Collector<RedisWrite> out) {
    questions.expire(atMillis, scoring());
    out.collect(documents.questions(context.getCurrentKey(), questions));
  }

  @Override
  void publish(String user, OpenQuestions questions, Collector<RedisWrite> out) {
    out.collect(documents.questions(user, questions));
  }
}
