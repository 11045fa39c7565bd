package dev.freshet.engagement.community;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.scoring.community.Credit;
import dev.freshet.scoring.community.ItemCommunity;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps who is around each item, and publishes what is discussed of it. It adds what only the item
 * knows, its tags and who completed it, to what is told to others.
 */
final class ItemBoards extends OrderedStep<ItemNews, ItemCommunity, RedisWrite> {

  private static final long serialVersionUID = 1L;

  /** Who has helped in the tags of items. */
  static final OutputTag<CreditNews> CREDITS =
      new OutputTag<>("credits", TypeInformation.of(CreditNews.class));

  /** Posts and questions. */
  static final OutputTag<DeskNews> QUESTIONS =
      new OutputTag<>("questions", TypeInformation.of(DeskNews.class));

  /** Who learns beside whom. */
  static final OutputTag<CompanyNews> COMPANY =
      new OutputTag<>("company", TypeInformation.of(CompanyNews.class));

  private final CommunityDocuments documents;
  private transient ListState<String> tags;

  /**
   * @param redis what may lose what is published, or null
   */
  ItemBoards(CommunityJobSettings settings, @Nullable RedisSettings redis) {
    super(settings, redis, ItemNews.class, "item-community");
    documents = new CommunityDocuments(settings);
  }

  /**
   * The state's name and type are part of every savepoint: change them only with a migration. It
   * has no time to live: there are no more of them than items in the catalogue.
   */
  static ListStateDescriptor<String> tagsState() {
    return new ListStateDescriptor<>("item-tags", Types.STRING);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    tags = getRuntimeContext().getListState(tagsState());
  }

  @Override
  ItemCommunity begin() {
    return new ItemCommunity();
  }

  @Override
  Codec<ItemCommunity> codec() {
    return Codec.of(ItemCommunity.LAYOUT, ItemCommunity::serialize, ItemCommunity::deserialize);
  }

  @Override
  public void processElement(ItemNews news, Context context, Collector<RedisWrite> out)
      throws Exception {
    List<String> known = news.tags();
    if (known == null) {
      super.processElement(news, context, out);
    } else {
      tags.update(known);
    }
  }

  @Override
  void hear(ItemCommunity item, ItemNews news, Context context, Collector<RedisWrite> out)
      throws Exception {
    Deed deed = news.deed();
    ThreadNews thread = news.thread();
    if (deed != null && deed.interaction().kind() == InteractionKind.STUDY) {
      study(item, deed, context);
    } else if (deed != null) {
      post(item, deed, context, out);
    } else if (thread != null) {
      hear(item, thread, context);
    }
  }

  private void study(ItemCommunity item, Deed deed, Context context) {
    Interaction study = deed.interaction();
    context.output(
        COMPANY,
        new CompanyNews(deed.atMillis(), deed.cause(), study.user(), item.study(study, scoring())));
  }

  private void post(ItemCommunity item, Deed deed, Context context, Collector<RedisWrite> out)
      throws Exception {
    if (item.post(deed.interaction(), scoring())) {
      out.collect(documents.threads(context.getCurrentKey(), item.threads()));
      context.output(QUESTIONS, DeskNews.ofPost(deed, about()));
    }
  }

  private void hear(ItemCommunity item, ThreadNews thread, Context context) throws Exception {
    List<String> about = about();
    for (Credit credit : thread.credits()) {
      for (String tag : about) {
        context.output(CREDITS, new CreditNews(thread.atMillis(), thread.cause(), tag, credit));
      }
    }
    if (thread.turn() == ThreadNews.Turn.OPENED) {
      context.output(QUESTIONS, DeskNews.opened(thread, about, item.completers(scoring())));
    } else if (thread.turn() == ThreadNews.Turn.CLOSED) {
      context.output(QUESTIONS, DeskNews.closed(thread));
    }
  }

  private List<String> about() throws Exception {
    List<String> about = new ArrayList<>();
    tags.get().forEach(about::add);
    return about;
  }

  @Override
  long nextMillis(ItemCommunity item) {
    return item.nextExpiryMillis(scoring());
  }

  @Override
  void pass(ItemCommunity item, long atMillis, Context context, Collector<RedisWrite> out) {
    item.expire(atMillis, scoring());
    out.collect(documents.threads(context.getCurrentKey(), item.threads()));
  }

  @Override
  void publish(String name, ItemCommunity item, Collector<RedisWrite> out) {
    out.collect(documents.threads(name, item.threads()));
  }
}
