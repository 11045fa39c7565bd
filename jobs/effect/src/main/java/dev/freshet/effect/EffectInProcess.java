package dev.freshet.effect;

import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.scoring.experiment.UserViews;
import dev.freshet.scoring.experiment.ViewChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The job in this process and without Flink: tells what the job would write to Redis. Its time is
 * what it is told, never the clock on the wall.
 */
public final class EffectInProcess {

  private final EffectSettings settings;
  private final FindingReader findings = new FindingReader();
  private final EffectDocuments documents;
  private final ViewRegistry registry;
  private final Map<String, UserViews> users = new HashMap<>();
  private final Map<String, SubjectSums> subjects = new TreeMap<>();

  /** Placements and experiments of which something became known that was not published. */
  private final SortedSet<String> changed = new TreeSet<>();

  /** By the watermark at which users are looked at, in the order of time. */
  private final SortedMap<Long, SortedSet<String>> due = new TreeMap<>();

  private long passedMillis = Long.MIN_VALUE;

  /**
   * @param experiments those that there are from the beginning
   */
  public EffectInProcess(EffectSettings settings, List<Experiment> experiments) {
    this.settings = settings;
    documents = new EffectDocuments(settings);
    registry = new ViewRegistry(settings);
    RecordEncoding<dev.freshet.schemas.Experiment> encoding = RecordEncoding.experiments();
    experiments.forEach(
        each ->
            enter(
                ViewNews.of(
                    new ToldExperiment(
                        each.name(), encoding.encode(ExperimentRecords.record(each)), 0L))));
  }

  /** Enters what the platform says of an item: before lists that show it have passed. */
  public void accept(CatalogueItem item) {
    registry.tell(item);
  }

  /** Enters what a user was shown. */
  public void accept(ListExposure exposure) {
    accept(UserNews.of(exposure));
  }

  /** Enters what a user did. */
  public void accept(Interaction interaction) {
    UserNews.of(interaction).forEach(this::accept);
  }

  /** Enters how sticky a user is: 0 to 100, and since when. */
  public void tell(String user, long stickiness, long asOfMillis) {
    accept(UserNews.sticky(user, stickiness, asOfMillis));
  }

  private void accept(UserNews news) {
    UserViews user = users.computeIfAbsent(news.user(), any -> new UserViews());
    user.await(news, passedMillis, settings.scoring());
    arm(news.user(), user);
  }

  private void arm(String id, UserViews user) {
    UserTimers.arm(
        id,
        user,
        settings.scoring(),
        next -> due.computeIfAbsent(next, any -> new TreeSet<>()).add(id),
        set -> due.getOrDefault(set, new TreeSet<>()).remove(id));
  }

  /** Enters what has passed by a watermark. */
  public void pass(long watermarkMillis) {
    passedMillis = Math.max(passedMillis, watermarkMillis);
    while (!due.isEmpty() && due.firstKey() <= watermarkMillis) {
      long dueMillis = due.firstKey();
      for (String id : Objects.requireNonNull(due.remove(dueMillis))) {
        UserViews user = Objects.requireNonNull(users.get(id));
        if (user.takeDue(dueMillis)) {
          user.pass(dueMillis, settings.scoring(), this::enter);
          arm(id, user);
        }
      }
    }
  }

  private void enter(ViewChange change) {
    enter(ViewNews.of(change));
  }

  private void enter(ViewNews news) {
    registry.enter(news).ifPresent(this::enter);
  }

  private void enter(EffectNews news) {
    subjects.computeIfAbsent(news.subject(), subject -> new SubjectSums()).enter(news);
    changed.add(news.subject());
  }

  /** Publishes what became known since the last time. */
  public void publish(Consumer<RedisWrite> writes) {
    changed.forEach(
        subject ->
            findings
                .of(subject, Objects.requireNonNull(subjects.get(subject)), Long.MAX_VALUE)
                .map(documents::of)
                .ifPresent(writes));
    changed.clear();
  }
}
