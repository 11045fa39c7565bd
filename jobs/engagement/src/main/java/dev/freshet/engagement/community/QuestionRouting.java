package dev.freshet.engagement.community;

import dev.freshet.runtime.state.Codec;
import dev.freshet.scoring.community.CommunitySettings;
import dev.freshet.scoring.community.OpenQuestion;
import dev.freshet.scoring.community.QuestionDesk;
import dev.freshet.scoring.community.Routed;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/** Puts questions to those who can answer them. One task decides, as it knows what each one has. */
final class QuestionRouting extends OrderedStep<DeskNews, QuestionDesk, AskNews> {

  private static final long serialVersionUID = 1L;

  private transient Counter routed;
  private transient Counter unrouted;

  QuestionRouting(CommunityJobSettings settings) {
    super(settings, null, DeskNews.class, "question-desk");
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    routed = CommunityMetrics.ROUTED.count(getRuntimeContext().getMetricGroup());
    unrouted = CommunityMetrics.UNROUTED.count(getRuntimeContext().getMetricGroup());
  }

  @Override
  QuestionDesk begin() {
    return new QuestionDesk(scoring());
  }

  @Override
  Codec<QuestionDesk> codec() {
    CommunitySettings settings = scoring();
    return Codec.of(
        QuestionDesk.LAYOUT,
        QuestionDesk::serialize,
        bytes -> QuestionDesk.deserialize(bytes, settings));
  }

  @Override
  void hear(QuestionDesk desk, DeskNews news, Context context, Collector<AskNews> out) {
    switch (news.kind()) {
      case POST -> desk.post(news.post(), news.thread(), news.user(), news.atMillis(), news.tags());
      case EXPERTS -> news.tags().forEach(tag -> desk.experts(tag, news.users()));
      case OPENED -> open(desk, news, out);
      case CLOSED ->
          desk.close(news.thread())
              .forEach(
                  user ->
                      out.collect(
                          new AskNews(news.atMillis(), news.cause(), user, news.thread(), null)));
    }
  }

  private void open(QuestionDesk desk, DeskNews news, Collector<AskNews> out) {
    List<Routed> users =
        desk.open(news.thread(), news.item(), news.atMillis(), news.users(), news.tags());
    (users.isEmpty() ? unrouted : routed).inc();
    for (Routed each : users) {
      OpenQuestion question =
          new OpenQuestion(news.thread(), news.item(), news.atMillis(), each.reason());
      out.collect(new AskNews(news.atMillis(), news.cause(), each.user(), news.thread(), question));
    }
  }
}
