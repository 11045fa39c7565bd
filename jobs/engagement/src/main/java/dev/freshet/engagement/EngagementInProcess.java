package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.audience.Attendee;
import dev.freshet.scoring.audience.Attending;
import dev.freshet.scoring.audience.AudienceBook;
import dev.freshet.scoring.audience.InForce;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.Account;
import dev.freshet.scoring.engagement.Budget;
import dev.freshet.scoring.engagement.Calendar;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Occasion;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.engagement.RuleBook;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The job in this process and without Flink: tells what the job would write to Redis and to its
 * topics. Its time is what it is told, never the clock on the wall.
 */
public final class EngagementInProcess {

  private final Incentives incentives;
  private final Attending attending;
  private final AccountBook book;
  private final RedisDocuments documents;
  private final EffectsInProcess effects;
  private final Calendar calendar;
  private final Results results;
  private final ItemTags tags = new ItemTags();
  private final InForce inForce;
  private final Map<String, Attendee> attendees = new HashMap<>();
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Spending> budgets = new HashMap<>();
  private long watermark = Long.MIN_VALUE;

  /** Looks to come. */
  private final DueUsers due = new DueUsers();

  /** Receives what comes of what users do; ignores all but documents by default. */
  @FunctionalInterface
  public interface Results {

    /** Something is written to Redis. */
    void write(RedisWrite write);

    /** A user is given something. */
    default void given(Grant grant, GivenReward reward) {}

    /** A user has met a rule, but is held out. */
    default void heldOut(Grant grant) {}

    /** A user has met a rule, but its budget is spent. */
    default void refused(Grant grant) {}

    /** A rule could not be evaluated. */
    default void failed(String rule, ConditionException failure) {}

    /** A user enters or leaves an audience. */
    default void passed(Passage passage) {}

    /** The condition of an audience could not be evaluated. */
    default void unanswered(String audience, ConditionException failure) {}
  }

  /** A rule's budget, and what is not decided by the watermark that decides. */
  private static final class Spending {
    private long given;
    private final NavigableMap<Long, List<Grant>> waiting = new TreeMap<>();
  }

  /**
   * @param rules those in force from the beginning
   * @param audiences those in force from the beginning
   */
  public EngagementInProcess(
      EngagementSettings settings,
      List<UsableRule> rules,
      List<UsableAudience> audiences,
      Results results) {
    incentives = new Incentives(settings.scoring());
    attending = new Attending(settings.scoring());
    book = new AccountBook(settings);
    documents = new RedisDocuments(settings);
    effects = new EffectsInProcess(settings);
    calendar = new Calendar(settings.scoring().zone());
    this.results = results;
    RuleBook ruleBook = new RuleBook();
    rules.forEach(ruleBook::put);
    AudienceBook audienceBook = new AudienceBook(settings.longestAbsence());
    audiences.forEach(audienceBook::put);
    inForce = new InForce(ruleBook, audienceBook, tags::of);
  }

  /** The tags of an item. */
  public void accept(CatalogueItem item) {
    tags.put(item.item(), item.tags());
  }

  /** Enters what a user did. */
  public void accept(Interaction interaction) {
    String id = interaction.user();
    Attendee user = attendees.computeIfAbsent(id, any -> new Attendee());
    if (incentives.accept(user.participant(), Occasion.of(interaction), watermark)) {
      due.set(id, attending.nextMillis(user));
    }
  }

  /** Learns who becomes one of the best experts of a tag, and who is none any more. */
  public void accept(ExpertChange change) {
    accept(change.user(), Told.expert(change.tag(), change.isExpert(), change.atMillis()));
  }

  /** Learns what another job tells of a user. */
  public void accept(String id, Told news) {
    Attendee known = attendees.get(id);
    if (known == null && news.isForgotten()) {
      return;
    }
    Attendee user = known == null ? new Attendee() : known;
    attendees.put(id, user);
    incentives.accept(user.participant(), news);
    if (news.isForgotten()) {
      user.attendance().askAgain(attending.presentMillis(watermark));
    }
    due.set(id, attending.nextMillis(user));
  }

  /** Does what is due by a moment, which the watermark of the job has reached. */
  public void pass(long watermarkMillis) {
    watermark = watermarkMillis;
    due.pass(watermarkMillis, this::look);
    budgets.values().forEach(spending -> release(spending, watermarkMillis));
    effects.pass(watermarkMillis);
  }

  /** Writes what came of each rule of which something became known since the last time. */
  public void publishEffects() {
    effects.publish(results::write);
  }

  private void look(String id, long dueMillis) {
    Attendee user = Objects.requireNonNull(attendees.get(id));
    attending.look(id, user, dueMillis, inForce, new Telling());
    due.set(id, attending.nextMillis(user));
  }

  private void spend(Grant grant) {
    Spending spending = budgets.computeIfAbsent(grant.rule(), rule -> new Spending());
    if (Budget.isSpent(spending.given, grant)) {
      results.refused(grant);
    } else {
      spending
          .waiting
          .computeIfAbsent(incentives.lookMillis(grant.atMillis()), due -> new ArrayList<>())
          .add(grant);
    }
  }

  private void release(Spending spending, long watermarkMillis) {
    for (Map.Entry<Long, List<Grant>> next = spending.waiting.firstEntry();
        next != null && next.getKey() <= watermarkMillis;
        next = spending.waiting.firstEntry()) {
      spending.waiting.pollFirstEntry();
      spending.given = Budget.release(spending.given, next.getValue(), new Deciding());
    }
  }

  private void enter(AccountChange change) {
    Account account = accounts.computeIfAbsent(change.user(), user -> new Account());
    if (book.enter(account, change, new Entering())) {
      results.write(book.document(change.user(), account));
    }
  }

  private final class Entering implements AccountBook.Listener {

    @Override
    public void given(Grant grant, GivenReward reward) {
      results.given(grant, reward);
    }

    @Override
    public void heldOut(Grant grant) {
      results.heldOut(grant);
    }

    @Override
    public void ranked(RedisWrite write) {
      results.write(write);
    }
  }

  private final class Telling implements Attending.Listener {

    @Override
    public void granted(Grant grant) {
      if (grant.budget() > 0) {
        spend(grant);
      } else {
        enter(AccountChange.of(grant));
      }
    }

    @Override
    public void progressed(ProgressChange change) {
      enter(AccountChange.of(change));
    }

    @Override
    public void followed(FollowUp news) {
      effects.accept(news);
    }

    @Override
    public void failed(String rule, ConditionException failure) {
      results.failed(rule, failure);
    }

    @Override
    public void passed(Passage passage) {
      documents.passage(passage, inForce.audiences()).forEach(results::write);
      results.passed(passage);
    }

    @Override
    public void unanswered(String audience, ConditionException failure) {
      results.unanswered(audience, failure);
    }
  }

  private final class Deciding implements Budget.Listener {

    @Override
    public void given(Grant grant) {
      enter(AccountChange.of(grant));
      if (grant.isMeasured()) {
        effects.accept(grant.met(calendar));
      }
    }

    @Override
    public void refused(Grant grant) {
      results.refused(grant);
    }
  }
}
