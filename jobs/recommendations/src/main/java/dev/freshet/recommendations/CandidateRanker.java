package dev.freshet.recommendations;

import dev.freshet.runtime.failure.Errand;
import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.keys.KeyVisits;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Ranker;
import dev.freshet.scoring.training.Directory;
import dev.freshet.scoring.training.ModelUpdate;
import dev.freshet.scoring.training.WeightedPulse;
import dev.freshet.scoring.training.Weighting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each user's candidates and ranks them by the directory that it follows: after each
 * interaction, and again when the model has sent what a list lacked.
 *
 * <p>Which lists lack something is in {@link MarkedUsers}, which items the directory has yet to
 * learn in {@link ParkedNeighbours}. Until the directory is complete after a start, nothing is
 * published: what Redis holds was ranked with more.
 *
 * <p>This class is long because one operator hears of everything that can change a list: what users
 * do, what the model sends, timers, and Redis that has lost something.
 */
final class CandidateRanker extends WriteBackStreamOperator<String, RedisWrite>
    implements TwoInputStreamOperator<RankingInput, ModelUpdate, RedisWrite>,
        BoundedMultiInput,
        Republishing<String, RedisWrite> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<UserState> USER_STATES = new OutputTag<>("user-states") {};

  /** How long a list waits for items that no update tells of: they are forgotten, not new. */
  private static final long PATIENCE_MILLIS = 2_000;

  /** How far, in event time, a list may be ahead of the update that it is ranked by. */
  private static final long AHEAD_MILLIS = 10_000;

  /** Users ranked in one go, so that events and barriers do not wait for all of them. */
  private static final int BATCH = 500;

  private static final int INPUTS = 2;

  private final RecommendationsSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, UserProfile> users;
  private transient InOrder<EnrichedInteraction> inOrder;
  private transient MarkedUsers marked;
  private transient ParkedNeighbours parked;
  private transient Directory directory;
  private transient Ranker ranker;
  private transient RedisDocuments documents;
  private transient KeyVisits<String> visits;

  private transient RecommendationsMetrics.Lists listMetrics;
  private transient boolean isRestored;
  private transient boolean hasEnded;
  private transient int ended;

  /**
   * @param redis what may lose what is published, or null
   */
  CandidateRanker(RecommendationsSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> userState(Duration ttl) {
    return SerializedState.descriptor("user", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    users =
        states.of(
            userState(settings.userTtl()),
            Codec.of(UserProfile.LAYOUT, UserProfile::serialize, UserProfile::deserialize),
            settings.cache());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
    visits = new KeyVisits<>(this, context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    inOrder =
        new InOrder<>(
            getRuntimeContext()
                .getMapState(InOrder.waitingState(EnrichedInteraction.class, settings.userTtl())));
    marked = new MarkedUsers(getRuntimeContext().getState(MarkedUsers.state(settings.userTtl())));
    parked =
        new ParkedNeighbours(
            getRuntimeContext().getState(ParkedNeighbours.state(settings.itemTtl())));
    RecommenderSettings scoring = settings.scoring();
    directory = new Directory(scoring.items(), scoring.lists(), scoring.model());
    ranker = new Ranker(scoring.lists(), directory.table());
    documents = new RedisDocuments(settings);
    listMetrics = new RecommendationsMetrics.Lists(getMetricGroup(), marked::size, parked::unknown);
    visits.open(
        publishedState().getName(),
        this::writeBack,
        (user, sinceMillis) -> failures().ofKey(user, Errand.VISIT, () -> publishIfWeighted(user)));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    visits.snapshot();
    super.snapshotState(context);
  }

  @Override
  public void close() throws Exception {
    if (visits != null) {
      visits.close();
    }
    super.close();
  }

  @Override
  public void processElement1(StreamRecord<RankingInput> record) throws Exception {
    try {
      accept(record.getValue(), record.getTimestamp());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  private void accept(RankingInput input, long origin) throws Exception {
    if (input.interaction() != null) {
      enter(input.interaction(), Origins.arrivedMillis(origin, now()));
    }
    if (input.similar() != null) {
      publish(input.similar());
    }
    if (input.shown() != null) {
      show(input.shown(), Origins.arrivedMillis(origin, now()));
    }
  }

  private void enter(EnrichedInteraction enriched, long arrivedMillis) throws Exception {
    UserProfile known = users.value();
    UserProfile user = known == null ? new UserProfile() : known;
    List<EnrichedInteraction> entered = new ArrayList<>(1);
    inOrder.accept(
        user,
        enriched.number() - 1,
        enriched,
        next -> {
          user.update(next, settings.scoring().candidates());
          entered.add(next);
        });
    users.update(user);

    if (!entered.isEmpty()) {
      rank(enriched.user(), user, now(), arrivedMillis);
    }
    // Also where no tag is new: what a user is interested in lives as long as the user.
    if (!entered.isEmpty() && user.interests().size() > 0) {
      write(documents.interest(enriched.user(), user.latestMillis(), user.interests()));
      tellInterests(enriched.user(), user);
    }
  }

  /** Ranks the list of a user for whom items fall that were shown in vain. */
  private void show(ListExposure shown, long arrivedMillis) throws IOException {
    UserProfile user = users.value();
    if (user == null || user.entered() == 0) {
      return;
    }
    boolean isChanged = user.show(shown, settings.scoring().exposures());
    users.update(user);
    if (isChanged) {
      rank(shown.user(), user, now(), arrivedMillis);
    }
  }

  private void tellInterests(String name, UserProfile user) {
    if (settings.userStates()) {
      output.collect(
          USER_STATES,
          new StreamRecord<>(
              InterestsInProcess.state(settings, name, user.latestMillis(), user.interests())));
    }
  }

  /** Ranks the list of the user who is the current key. */
  private void rank(String name, UserProfile user, long sinceMillis, long arrivedMillis)
      throws IOException {
    boolean lacks = true;
    if (directory.isComplete()) {
      PersonalList list = usualList(name, user);
      write(document(name, user, list).causedBy(user.latestMillis(), arrivedMillis));
      listMetrics.ranked(list);
      lacks = lacks(user) || (mayLack(list) && now() - sinceMillis < PATIENCE_MILLIS);
    }
    if (lacks) {
      long unpublishedMillis = directory.isComplete() ? 0L : listMetrics.unpublished(arrivedMillis);
      marked.mark(new MarkedUsers.Mark(name, user.latestMillis(), sinceMillis, unpublishedMillis));
    } else {
      marked.unmark(name);
    }
  }

  private PersonalList usualList(String name, UserProfile user) {
    return ranker.rank(name, user, directory.pulse(), directory.model());
  }

  /** The usual list of a user, and those by the weights of variants. */
  private RedisWrite document(String name, UserProfile user, PersonalList usual) {
    return documents.rec(
        usual, WeightedPulse.lists(directory.weighted(), ranker, name, user, directory.model()));
  }

  /** Whether an update is still to come by which the list is to be ranked. */
  private boolean lacks(UserProfile user) {
    return ranker.lacksSeen()
        || user.latestMillis() - AHEAD_MILLIS > directory.pulse().asOfMillis();
  }

  /** Whether an update may come by which more can be listed. */
  private boolean mayLack(PersonalList list) {
    return list.size() == 0 || ranker.lacksCandidates();
  }

  /** Publishes the neighbours of the item that is the current key, or parks them. */
  private void publish(RankingInput.Similar similar) throws IOException {
    long item = similar.neighbours().item();
    if (!directory.isComplete() || (similar.settled() && !hasEnded)) {
      parked.park(similar);
    } else if (directory.table().hasInteraction(item, similar.interactedMillis())) {
      parked.replace(similar.item());
      write(similar);
    } else {
      parked.parkUnknown(similar);
    }
  }

  private void write(RankingInput.Similar similar) {
    write(
        documents.similar(
            similar.item(), similar.atMillis(), similar.neighbours(), directory.table()));
  }

  private void write(RedisWrite write) {
    output.collect(new StreamRecord<>(write));
  }

  @Override
  public void processElement2(StreamRecord<ModelUpdate> record) throws Exception {
    ModelUpdate update = record.getValue();
    boolean isFirst = !directory.isComplete();
    List<Weighting> before = WeightedPulse.weightings(directory.weighted());
    directory.enter(update);
    if (!before.containsAll(WeightedPulse.weightings(directory.weighted()))) {
      // Users who do nothing have the variant's list too.
      visits.begin(now());
    }
    hasEnded |= update.ends();
    if (isFirst && directory.isComplete()) {
      if (isRestored) {
        findMarks();
      }
      unpark();
    }
    if (update.isComplete()) {
      publishUnknown();
      rankMarked();
    }
  }

  private void findMarks() throws Exception {
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            MarkedUsers.state(settings.userTtl()),
            (user, stored) -> {
              if (stored.value() != null && !marked.isMarked(user)) {
                // Due at once, and without patience: no later update has more items than this one.
                marked.mark(new MarkedUsers.Mark(user, EventTime.NEVER, 0L, 0L));
              }
            });
  }

  private void publishUnknown() throws IOException {
    for (String item : parked.known(directory.table())) {
      setCurrentKey(item);
      RankingInput.Similar similar = parked.take();
      if (similar != null) {
        write(similar);
      }
    }
  }

  /** The first update that has come as far as a marked list's moment is the one to rank it by. */
  private void rankMarked() throws Exception {
    boolean isUnderWay = marked.hasDue();
    marked.makeDue(hasEnded ? Long.MAX_VALUE : directory.pulse().asOfMillis());
    if (!isUnderWay) {
      rankDue();
    }
  }

  private void rankDue() throws Exception {
    for (int ranked = 0; marked.hasDue(); ranked++) {
      if (ranked == BATCH && !hasEnded) {
        at(now(), timestamp -> rankDue());
        return;
      }
      MarkedUsers.Mark mark = marked.takeDue();
      // Unless the user has acted since, and was marked again or need not be.
      if (mark != null && marked.isCurrent(mark)) {
        rank(mark);
      }
    }
    listMetrics.published();
  }

  private void rank(MarkedUsers.Mark mark) throws IOException {
    setCurrentKey(mark.user());
    UserProfile user = users.value();
    if (user == null) {
      marked.unmark(mark.user());
    } else {
      rank(mark.user(), user, mark.sinceMillis(), mark.unpublishedMillis());
    }
  }

  private void unpark() throws Exception {
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            ParkedNeighbours.state(settings.itemTtl()),
            (item, stored) -> {
              RankingInput.Similar similar = stored.value();
              if (similar != null && (!similar.settled() || hasEnded)) {
                stored.clear();
                write(similar);
              }
            });
  }

  private void publishIfWeighted(String name) throws IOException {
    if (directory.weighted().stream().noneMatch(each -> each.weighting().isOf(name))) {
      return;
    }
    UserProfile user = users.peek();
    if (user != null && user.entered() > 0) {
      write(document(name, user, usualList(name, user)));
    }
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return userState(settings.userTtl());
  }

  @Override
  public boolean canRepublish() {
    return directory.isComplete();
  }

  @Override
  public void republish(String name, Collector<RedisWrite> out) throws IOException {
    UserProfile user = users.peek();
    // Of one whose first interaction waits for another nothing has been published.
    if (user != null && user.entered() > 0) {
      out.collect(document(name, user, usualList(name, user)));
      if (user.interests().size() > 0) {
        out.collect(documents.interest(name, user.latestMillis(), user.interests()));
        tellInterests(name, user);
      }
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    ended++;
    if (ended == INPUTS) {
      rankDue();
      unpark();
    }
  }
}
