package dev.freshet.runtime.keys;

import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * The keys that a task had in a state when the walk began, group by group, of which each task has a
 * range.
 */
public final class KeyWalk<K> implements AutoCloseable {

  private final Stream<K> keys;
  private final Iterator<K> iterator;
  private final int groups;
  private final KeyGroupRange range;
  private int group;
  private long count;

  private KeyWalk(Stream<K> keys, int groups, KeyGroupRange range) {
    this.keys = keys;
    this.groups = groups;
    this.range = range;
    iterator = keys.iterator();
    group = range.getStartKeyGroup();
  }

  /** No keys. */
  public static <K> KeyWalk<K> none() {
    return new KeyWalk<>(Stream.of(), 1, KeyGroupRange.of(0, 0));
  }

  /** The keys of an operator's state of this name. */
  public static <K> KeyWalk<K> of(AbstractStreamOperator<?> operator, String state) {
    KeyedStateBackend<K> backend = operator.getKeyedStateBackend();
    TaskInfo task = operator.getRuntimeContext().getTaskInfo();
    int groups = task.getMaxNumberOfParallelSubtasks();
    return new KeyWalk<>(
        backend.getKeys(state, VoidNamespace.INSTANCE),
        groups,
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            groups, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask()));
  }

  /** Whether there are more. */
  public boolean hasNext() {
    return iterator.hasNext();
  }

  /** The next one. */
  public K next() {
    K key = iterator.next();
    group = KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
    count++;
    return key;
  }

  /** How many keys there were so far. */
  public long count() {
    return count;
  }

  /** How far the walk has come, from 0 to 1. */
  public double progress() {
    double passed = group - range.getStartKeyGroup();
    return passed / range.getNumberOfKeyGroups();
  }

  @Override
  public void close() {
    keys.close();
  }
}
