package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Ranker;
import dev.freshet.scoring.training.Directory;
import dev.freshet.scoring.training.ModelUpdate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeSet;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps each user's candidates and ranks them, after each interaction and whenever the model has
 * told more, by the directory that it follows.
 *
 * <p>A user whose list should be ranked again is marked in their own state, which moves with them
 * when the job is rescaled. Until the directory is complete after a start, nothing is published:
 * what Redis holds was ranked with more.
 */
final class CandidateRanker extends WriteBackStreamOperator<String, RedisWrite>
    implements TwoInputStreamOperator<RankingInput, ModelUpdate, RedisWrite>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  /** How long a list waits for items that no update tells of: they are forgotten, not new. */
  private static final long PATIENCE_MILLIS = 2_000;

  /** How far, in event time, a list may be ahead of the update that it is ranked by. */
  private static final long AHEAD_MILLIS = 10_000;

  /** Users ranked in one go, so that events and barriers do not wait for all of them. */
  private static final int BATCH = 500;

  private static final int INPUTS = 2;

  private final RecommendationsSettings settings;
  private transient WriteBackState<String, UserProfile> users;
  private transient InOrder<EnrichedInteraction> inOrder;
  private transient ValueState<Boolean> marks;
  private transient ValueState<RankingInput.Similar> parked;
  private transient Directory directory;
  private transient Ranker ranker;
  private transient RedisDocuments documents;

  /** The marked users, by the moment of their list; what is in {@link #marks} of this task. */
  private transient NavigableSet<Mark> queue;

  private transient Map<String, Mark> marked;

  /** Those of them whose moment has come. */
  private transient Queue<Mark> due;

  /**
   * Items of {@link #parked} of whose last interaction the directory did not know when they were
   * parked, though it is complete; by item when that was.
   */
  private transient Map<String, Long> unknown;

  private transient RecommendationsMetrics.Lists listMetrics;
  private transient boolean isRestored;
  private transient boolean hasEnded;
  private transient int ended;

  CandidateRanker(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /**
   * A user whose list should be ranked again.
   *
   * @param atMillis the moment of the list
   * @param sinceMillis when it was marked, by the clock
   * @param unpublishedMillis when the interaction came to Kafka that is on no list yet, or 0
   */
  private record Mark(String user, long atMillis, long sinceMillis, long unpublishedMillis)
      implements Comparable<Mark> {

    /** This mark in the place of another, whose interaction may be on no list either. */
    Mark insteadOf(Mark before) {
      boolean waits = unpublishedMillis > 0 && before.unpublishedMillis > 0;
      return waits
          ? new Mark(
              user, atMillis, sinceMillis, Math.min(unpublishedMillis, before.unpublishedMillis))
          : this;
    }

    @Override
    public int compareTo(Mark other) {
      int byMoment = Long.compare(atMillis, other.atMillis);
      return byMoment != 0 ? byMoment : user.compareTo(other.user);
    }
  }

  /** The states' names and types are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> userState(Duration ttl) {
    return SerializedState.descriptor("user", StateTtlConfig.newBuilder(ttl));
  }

  static ValueStateDescriptor<Boolean> marksState(Duration ttl) {
    ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("marked", Types.BOOLEAN);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  static ValueStateDescriptor<RankingInput.Similar> parkedState(Duration ttl) {
    ValueStateDescriptor<RankingInput.Similar> descriptor =
        new ValueStateDescriptor<>("parked", TypeInformation.of(RankingInput.Similar.class));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    users =
        states.of(
            userState(settings.userTtl()),
            Codec.of(UserProfile::serialize, UserProfile::deserialize),
            settings.cache());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
  }

  @Override
  public void open() throws Exception {
    super.open();
    inOrder =
        new InOrder<>(
            getRuntimeContext()
                .getMapState(InOrder.waitingState(EnrichedInteraction.class, settings.userTtl())));
    marks = getRuntimeContext().getState(marksState(settings.userTtl()));
    parked = getRuntimeContext().getState(parkedState(settings.itemTtl()));
    RecommenderSettings scoring = settings.scoring();
    directory = new Directory(scoring.items(), scoring.lists(), scoring.model());
    ranker = new Ranker(scoring.lists(), directory.table());
    documents = new RedisDocuments(settings);
    queue = new TreeSet<>();
    marked = new HashMap<>();
    due = new ArrayDeque<>();
    unknown = new LinkedHashMap<>();
    listMetrics = new RecommendationsMetrics.Lists(getMetricGroup(), marked::size, unknown::size);
  }

  @Override
  public void processElement1(StreamRecord<RankingInput> record) throws Exception {
    RankingInput input = record.getValue();
    if (input.interaction() != null) {
      enter(input.interaction(), record.hasTimestamp() ? record.getTimestamp() : 0L);
    }
    if (input.similar() != null) {
      publish(input.similar());
    }
  }

  private void enter(EnrichedInteraction enriched, long arrivedMillis) throws Exception {
    UserProfile known = users.value();
    UserProfile user = known == null ? new UserProfile() : known;
    List<EnrichedInteraction> entered = new ArrayList<>(1);
    inOrder.accept(
        user,
        enriched.number(),
        enriched,
        next -> {
          user.update(next, settings.scoring().candidates());
          entered.add(next);
        });
    users.update(user);

    if (!entered.isEmpty()) {
      rank(enriched.user(), user, now(), arrivedMillis);
    }
    if (entered.stream().anyMatch(one -> !one.tags().isEmpty())) {
      write(documents.interest(enriched.user(), user.latestMillis(), user.interests()));
    }
  }

  /** Ranks the list of the user who is the current key. */
  private void rank(String name, UserProfile user, long sinceMillis, long arrivedMillis)
      throws IOException {
    boolean lacks = true;
    if (directory.isComplete()) {
      PersonalList list = ranker.rank(name, user, directory.pulse(), directory.model());
      write(documents.rec(list).causedBy(user.latestMillis(), arrivedMillis));
      listMetrics.ranked(list);
      lacks = lacks(user) || (mayLack(list) && now() - sinceMillis < PATIENCE_MILLIS);
    }
    if (lacks) {
      long unpublishedMillis = directory.isComplete() ? 0L : listMetrics.unpublished(arrivedMillis);
      mark(new Mark(name, user.latestMillis(), sinceMillis, unpublishedMillis));
    } else {
      unmark(name);
    }
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

  private void mark(Mark latest) throws IOException {
    Mark before = marked.get(latest.user());
    Mark mark = before == null ? latest : latest.insteadOf(before);
    if (before == null) {
      marks.update(true);
    } else {
      queue.remove(before);
    }
    marked.put(mark.user(), mark);
    queue.add(mark);
  }

  private void unmark(String name) {
    Mark before = marked.remove(name);
    if (before != null) {
      queue.remove(before);
      marks.clear();
    }
  }

  /** Publishes the neighbours of the item that is the current key, or parks them. */
  private void publish(RankingInput.Similar similar) throws IOException {
    boolean isUnknown =
        !directory.table().hasInteraction(similar.neighbours().item(), similar.interactedMillis());
    if (!directory.isComplete() || (similar.settled() && !hasEnded)) {
      unknown.remove(similar.item());
      parked.update(similar);
    } else if (isUnknown) {
      // For the first of several: what comes all the time would never be known.
      unknown.putIfAbsent(similar.item(), similar.interactedMillis());
      parked.update(similar);
    } else {
      if (unknown.remove(similar.item()) != null) {
        parked.clear();
      }
      write(similar);
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
    directory.enter(update);
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
            marksState(settings.userTtl()),
            (user, stored) -> {
              if (stored.value() != null && !marked.containsKey(user)) {
                // At once, and its patience is over: no update will tell of more than this one.
                mark(new Mark(user, EventTime.NEVER, 0L, 0L));
              }
            });
  }

  private void publishUnknown() throws IOException {
    Iterator<Map.Entry<String, Long>> items = unknown.entrySet().iterator();
    while (items.hasNext()) {
      Map.Entry<String, Long> item = items.next();
      if (directory.table().hasInteraction(Fingerprint.of(item.getKey()), item.getValue())) {
        items.remove();
        setCurrentKey(item.getKey());
        RankingInput.Similar similar = parked.value();
        if (similar != null) {
          parked.clear();
          write(similar);
        }
      }
    }
  }

  /** The first update that has come as far as a marked list's moment is the one to rank it by. */
  private void rankMarked() throws Exception {
    boolean isUnderWay = !due.isEmpty();
    while (!queue.isEmpty()
        && (hasEnded || queue.first().atMillis() <= directory.pulse().asOfMillis())) {
      due.add(Objects.requireNonNull(queue.pollFirst()));
    }
    if (!isUnderWay) {
      rankDue();
    }
  }

  private void rankDue() throws Exception {
    for (int ranked = 0; !due.isEmpty(); ranked++) {
      if (ranked == BATCH && !hasEnded) {
        at(now(), timestamp -> rankDue());
        return;
      }
      Mark mark = due.remove();
      // Unless the user has acted since, and was marked again or need not be.
      if (mark.equals(marked.get(mark.user()))) {
        setCurrentKey(mark.user());
        UserProfile user = users.value();
        if (user == null) {
          unmark(mark.user());
        } else {
          rank(mark.user(), user, mark.sinceMillis(), mark.unpublishedMillis());
        }
      }
    }
    listMetrics.published();
  }

  private void unpark() throws Exception {
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            parkedState(settings.itemTtl()),
            (item, stored) -> {
              RankingInput.Similar similar = stored.value();
              if (similar != null && (!similar.settled() || hasEnded)) {
                stored.clear();
                write(similar);
              }
            });
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
