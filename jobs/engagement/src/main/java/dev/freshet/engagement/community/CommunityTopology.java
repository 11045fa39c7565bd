package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.BesideBroadcast;
import dev.freshet.runtime.time.CarriedTimeFlatMap;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.community.ItemCommunity;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The data flow of the community.
 *
 * <pre>
 * interactions --by thread--> community-posts --credits, questions--.
 *      |                                                            v
 *      '---------by item------------------------------------> community-items <-- catalogue
 *                                                              |    |    |
 *              experts <--credits, by tag----------------------'    |    '--company, by user--> partners
 *                 '--best--> question-routing <--posts, questions---'                              ^
 *                              '--by user--> open-questions                       preferences -----'
 * </pre>
 */
public final class CommunityTopology {

  private final CommunityJobSettings settings;
  private final @Nullable RedisSettings redis;

  private CommunityTopology(CommunityJobSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /**
   * What comes of it.
   *
   * @param writes what is written of the community to Redis; writes of one key keep their order
   * @param experts who becomes one of the best experts of a tag, and who is none any more
   */
  public record Streams(DataStream<RedisWrite> writes, DataStream<ExpertChange> experts) {}

  /**
   * The flow from these streams on.
   *
   * @param preferences what users want; event time of partners begins once it tells that everything
   *     was read that there was at the start. Nothing if nobody can say anything
   * @param redis what may lose what is written and is then given it again, or null
   */
  public static Streams of(
      DataStream<Interaction> interactions,
      DataStream<CatalogueItem> catalogue,
      Optional<DataStream<Preference>> preferences,
      CommunityJobSettings settings,
      @Nullable RedisSettings redis) {
    CommunityTopology topology = new CommunityTopology(settings, redis);
    return topology.streams(
        topology.deeds(interactions),
        topology.tags(catalogue),
        preferences.orElseGet(() -> nothing(catalogue)),
        preferences.isPresent());
  }

  private Streams streams(
      DataStream<Deed> deeds,
      DataStream<ItemNews> tags,
      DataStream<Preference> preferences,
      boolean isTold) {
    SingleOutputStreamOperator<RedisWrite> items = items(deeds, posts(deeds), tags);
    SingleOutputStreamOperator<RedisWrite> experts =
        step(
            "Keep experts of tags",
            "experts",
            items.getSideOutput(ItemBoards.CREDITS).keyBy(CreditNews::tag),
            new TagExperts(settings, redis),
            RedisWrite.class);
    SingleOutputStreamOperator<AskNews> asked =
        step(
                "Put questions to users",
                "question-routing",
                items
                    .getSideOutput(ItemBoards.QUESTIONS)
                    .union(experts.getSideOutput(TagExperts.BEST))
                    .keyBy(news -> ""),
                new QuestionRouting(settings),
                AskNews.class)
            .setParallelism(1)
            .setMaxParallelism(1);
    DataStream<RedisWrite> questions =
        step(
            "Keep open questions of users",
            "open-questions",
            asked.keyBy(AskNews::user),
            new UserQuestions(settings, redis),
            RedisWrite.class);
    return new Streams(
        items.union(experts, questions, partners(items, preferences, isTold)),
        experts.getSideOutput(TagExperts.CHANGES));
  }

  private DataStream<ThreadNews> posts(DataStream<Deed> deeds) {
    return step(
        "Keep discussions",
        "community-posts",
        deeds
            .filter(deed -> ItemCommunity.isInThread(deed.interaction()))
            .uid("community-threads")
            .name("Pick posts in threads")
            .keyBy(deed -> deed.interaction().thread()),
        new ThreadPosts(settings),
        ThreadNews.class);
  }

  private SingleOutputStreamOperator<RedisWrite> items(
      DataStream<Deed> deeds, DataStream<ThreadNews> posts, DataStream<ItemNews> tags) {
    DataStream<ItemNews> ofDeeds =
        deeds
            .map(ItemNews::of)
            .returns(ItemNews.class)
            .uid("community-item-deeds")
            .name("Tell items what users do");
    DataStream<ItemNews> ofThreads =
        posts
            .map(ItemNews::of)
            .returns(ItemNews.class)
            .uid("community-item-threads")
            .name("Tell items of threads");
    return step(
        "Keep who is around items",
        "community-items",
        ofDeeds.union(ofThreads, tags).keyBy(ItemNews::item),
        new ItemBoards(settings, redis),
        RedisWrite.class);
  }

  private DataStream<RedisWrite> partners(
      SingleOutputStreamOperator<RedisWrite> items,
      DataStream<Preference> preferences,
      boolean isTold) {
    return BesideBroadcast.transform(
            "Keep partners of users",
            items.getSideOutput(ItemBoards.COMPANY).keyBy(CompanyNews::user),
            preferences,
            new UserPartners(settings, redis, isTold),
            TypeInformation.of(RedisWrite.class))
        .uid("partners");
  }

  private <N extends News, V, O> SingleOutputStreamOperator<O> step(
      String name,
      String uid,
      KeyedStream<N, String> news,
      OrderedStep<N, V, O> step,
      Class<O> type) {
    return news.transform(name, TypeInformation.of(type), new CarriedTimeOperator<>(step)).uid(uid);
  }

  private DataStream<Deed> deeds(DataStream<Interaction> interactions) {
    return interactions
        .transform(
            "Pick what concerns the community",
            TypeInformation.of(Deed.class),
            new CarriedTimeFlatMap<>(CommunityTopology::tell, settings.quiet()))
        .uid("community-deeds");
  }

  private static void tell(Interaction interaction, Collector<Deed> out) {
    if (ItemCommunity.concerns(interaction)) {
      out.collect(Deed.of(interaction));
    }
  }

  /** Its time goes on like that of deeds, or items would not hear of them when nothing happens. */
  private DataStream<ItemNews> tags(DataStream<CatalogueItem> catalogue) {
    return catalogue
        .transform(
            "Tell items their tags",
            TypeInformation.of(ItemNews.class),
            new CarriedTimeFlatMap<CatalogueItem, ItemNews>(
                (item, out) -> out.collect(ItemNews.ofTags(item.item(), item.tags())),
                settings.quiet()))
        .uid("community-item-tags")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  /** A stream on which nothing is ever told, as the operator of partners has two inputs. */
  private static DataStream<Preference> nothing(DataStream<CatalogueItem> catalogue) {
    return catalogue
        .flatMap((CatalogueItem item, Collector<Preference> out) -> {})
        .returns(Preference.class)
        .uid("no-preferences")
        .name("Tell nothing of preferences")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
