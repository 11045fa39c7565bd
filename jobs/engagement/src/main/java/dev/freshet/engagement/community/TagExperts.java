package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.scoring.community.Expert;
import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.community.Experts;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Keeps who answers well in each tag, and publishes it. */
final class TagExperts extends OrderedStep<CreditNews, Experts, RedisWrite> {

  private static final long serialVersionUID = 1L;

  /** Tags of which others are the best now, or in another order. */
  static final OutputTag<DeskNews> BEST =
      new OutputTag<>("best", TypeInformation.of(DeskNews.class));

  /** Who becomes one of the best, and who is none of them any more. */
  static final OutputTag<ExpertChange> CHANGES =
      new OutputTag<>("expert-changes", TypeInformation.of(ExpertChange.class));

  private final CommunityDocuments documents;

  /**
   * @param redis what may lose what is published, or null
   */
  TagExperts(CommunityJobSettings settings, @Nullable RedisSettings redis) {
    super(settings, redis, CreditNews.class, "experts");
    documents = new CommunityDocuments(settings);
  }

  @Override
  Experts begin() {
    return new Experts();
  }

  @Override
  Codec<Experts> codec() {
    return Codec.of(Experts.LAYOUT, Experts::serialize, Experts::deserialize);
  }

  @Override
  void hear(Experts experts, CreditNews news, Context context, Collector<RedisWrite> out) {
    List<String> before = best(experts);
    experts.add(news.credit(), scoring());
    tell(experts, before, news.atMillis(), news.cause(), context, out);
  }

  @Override
  long nextMillis(Experts experts) {
    return experts.nextExpiryMillis(scoring());
  }

  @Override
  void pass(Experts experts, long atMillis, Context context, Collector<RedisWrite> out) {
    List<String> before = best(experts);
    experts.expire(atMillis, scoring());
    tell(experts, before, atMillis, News.TIME, context, out);
  }

  private List<String> best(Experts experts) {
    return experts.best(scoring().places(), experts.asOfMillis(), scoring()).stream()
        .map(Expert::user)
        .toList();
  }

  private void tell(
      Experts experts,
      List<String> before,
      long atMillis,
      long cause,
      Context context,
      Collector<RedisWrite> out) {
    String tag = context.getCurrentKey();
    List<String> best = best(experts);
    if (!best.equals(before)) {
      context.output(BEST, DeskNews.ofExperts(atMillis, cause, tag, best));
      ExpertChange.between(before, best, tag, experts.asOfMillis())
          .forEach(change -> context.output(CHANGES, change));
    }
    out.collect(documents.experts(tag, experts));
  }

  @Override
  void publish(String tag, Experts experts, Collector<RedisWrite> out) {
    out.collect(documents.experts(tag, experts));
  }
}
