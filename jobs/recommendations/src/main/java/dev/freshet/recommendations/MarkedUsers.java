package dev.freshet.recommendations;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The users of a task whose lists should be ranked again, by the moment of their list.
 *
 * <p>That a user is marked is in the user's own state, which moves with them when the job is
 * rescaled; when and since when is in heap.
 */
final class MarkedUsers {

  private final ValueState<Boolean> stored;
  private final NavigableSet<Mark> queue = new TreeSet<>();
  private final Map<String, Mark> marked = new HashMap<>();

  /** Marks whose moment has come. */
  private final Queue<Mark> due = new ArrayDeque<>();

  /**
   * @param stored keyed by user
   */
  MarkedUsers(ValueState<Boolean> stored) {
    this.stored = stored;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<Boolean> state(Duration ttl) {
    ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("marked", Types.BOOLEAN);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  /**
   * A user whose list should be ranked again.
   *
   * @param atMillis the moment of the list
   * @param sinceMillis when it was marked, by the clock
   * @param unpublishedMillis when the interaction came to Kafka that is on no list yet, or 0
   */
  record Mark(String user, long atMillis, long sinceMillis, long unpublishedMillis)
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

  /** Marks the user who is the current key, in the place of the mark before. */
  void mark(Mark latest) throws IOException {
    Mark before = marked.get(latest.user());
    Mark mark = before == null ? latest : latest.insteadOf(before);
    if (before == null) {
      stored.update(true);
    } else {
      queue.remove(before);
    }
    marked.put(mark.user(), mark);
    queue.add(mark);
  }

  /** Takes the mark off the user who is the current key. */
  void unmark(String user) {
    Mark before = marked.remove(user);
    if (before != null) {
      queue.remove(before);
      stored.clear();
    }
  }

  /** How many there are. */
  int size() {
    return marked.size();
  }

  boolean isMarked(String user) {
    return marked.containsKey(user);
  }

  /** Whether a mark is as it was when it became due: the user has not acted since. */
  boolean isCurrent(Mark mark) {
    return mark.equals(marked.get(mark.user()));
  }

  boolean hasDue() {
    return !due.isEmpty();
  }

  /** The marks up to a moment become due. */
  void makeDue(long asOfMillis) {
    while (!queue.isEmpty() && queue.first().atMillis() <= asOfMillis) {
      due.add(queue.first());
      queue.remove(queue.first());
    }
  }

  /** The next mark that is due, or null. */
  @Nullable Mark takeDue() {
    return due.poll();
  }
}
