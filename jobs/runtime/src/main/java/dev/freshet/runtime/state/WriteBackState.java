package dev.freshet.runtime.state;

import dev.freshet.runtime.state.ClockTable.Entry;
import dev.freshet.scoring.codec.UnknownLayoutException;
import java.io.IOException;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * One value per key, used like a {@link ValueState}, of which a bounded number stays decoded in
 * heap. A changed value is written to the keyed state behind it when it must make room, and before
 * each checkpoint, so that every checkpoint is complete. A value that has been left alone for as
 * long as there is until the next one is written ahead, so that few are left to write while it
 * holds up the task: those that change often, which would most likely have to be written again.
 *
 * <p>A value may be changed in place. What was changed must be handed to {@link #update} within the
 * same event, or the change may be lost.
 *
 * <p>Time to live is the descriptor's: a value used neither way for that long is absent. It may be
 * found absent later than with plain state, never earlier: the store counts from when a value was
 * written to it, which is up to an interval of checkpoints after the update, and a value loaded and
 * then only read counts from when it was loaded.
 */
public final class WriteBackState<K, V> {

  /** Evicted in one go, so that the cursor and the store's write path stay warm. */
  private static final int LARGEST_BATCH = 256;

  /** The time until the next checkpoint counts as no less, however near it is. */
  private static final long LEAST_LEFT_MILLIS = 250;

  /** Rounds of the table in the time until the next checkpoint. */
  private static final int ROUNDS = 2;

  /** Written ahead at most, so that no event waits long for it. */
  private static final int LARGEST_SWEEP = 8;

  private final KeyedStateBackend<K> backend;
  private final String name;
  private final ValueState<byte[]> stored;
  private final Codec<V> codec;
  private final CacheLimits limits;
  private final ProcessingTimeService clock;
  private final CheckpointSchedule checkpoints;
  private final WriteBackMetrics metrics;
  private final ClockTable<K, V> table = new ClockTable<>();
  private final long ttlMillis;
  private final boolean livesByReading;
  private long sweptMillis;

  /** Entries that are due; updates come in bursts, of which the first would write too many. */
  private long unswept;

  private int sweepCursor;

  WriteBackState(
      KeyedStateBackend<K> backend,
      String name,
      ValueState<byte[]> stored,
      StateTtlConfig ttl,
      Codec<V> codec,
      CacheLimits limits,
      ProcessingTimeService clock,
      CheckpointSchedule checkpoints,
      WriteBackMetrics metrics) {
    this.backend = backend;
    this.name = name;
    this.stored = stored;
    this.codec = codec;
    this.limits = limits;
    this.clock = clock;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
    ttlMillis = ttl.isEnabled() ? ttl.getTimeToLive().toMillis() : Long.MAX_VALUE;
    livesByReading = ttl.getUpdateType() == StateTtlConfig.UpdateType.OnReadAndWrite;
    metrics.watch(table);
  }

  /** The value of the current key, or null if there is none. */
  public @Nullable V value() throws IOException {
    K key = backend.getCurrentKey();
    Entry<K, V> entry = table.find(key);
    if (entry != null) {
      long now = clock.getCurrentProcessingTime();
      if (isAlive(entry, now)) {
        metrics.hit();
        entry.use();
        if (livesByReading) {
          entry.stampMillis = now;
          table.markDirty(entry);
        }
        return entry.value;
      }
      table.remove(entry);
      stored.clear();
    }
    return load(key);
  }

  /**
   * The value of the current key, or null if there is none, for somebody who looks at all keys: it
   * takes no other value's place. It must not be changed.
   */
  public @Nullable V peek() throws IOException {
    Entry<K, V> entry = table.find(backend.getCurrentKey());
    if (entry == null) {
      byte[] serialized = stored.value();
      return serialized == null ? null : decode(serialized);
    }
    return isAlive(entry, clock.getCurrentProcessingTime()) ? entry.value : null;
  }

  private boolean isAlive(Entry<K, V> entry, long now) {
    return now - entry.stampMillis < ttlMillis;
  }

  private @Nullable V load(K key) throws IOException {
    byte[] serialized = stored.value();
    if (serialized == null) {
      metrics.missed();
      return null;
    }
    metrics.loaded(clock.getCurrentProcessingTime());
    V value = decode(serialized);
    enter(key, value, serialized.length);
    return value;
  }

  private V decode(byte[] serialized) {
    try {
      return codec.deserialize(serialized);
    } catch (UnknownLayoutException e) {
      throw Layouts.refusal(name, e);
    }
  }

  private Entry<K, V> enter(K key, V value, int serializedSize) throws IOException {
    makeRoom(key);
    Entry<K, V> entry = table.insert(key, value);
    entry.stampMillis = clock.getCurrentProcessingTime();
    table.serialized(entry, serializedSize);
    return entry;
  }

  /** Sets the value of the current key, or says that it was changed in place. */
  public void update(V value) throws IOException {
    K key = backend.getCurrentKey();
    long now = clock.getCurrentProcessingTime();
    Entry<K, V> entry = table.find(key);
    if (entry == null) {
      entry = enter(key, value, 0);
    } else {
      entry.value = value;
      entry.stampMillis = now;
    }
    entry.use();
    table.markDirty(entry);
    sweep(key, now);
  }

  /** Writes ahead, a few values with each update. */
  private void sweep(K current, long now) throws IOException {
    long left = Math.max(LEAST_LEFT_MILLIS, checkpoints.leftMillis(now));
    // Nothing has been left alone for longer than since the last one.
    if (left > now - checkpoints.takenMillis()) {
      return;
    }
    long round = left / ROUNDS;
    long due = table.size() * Math.min(now - sweptMillis, round) / round;
    if (due > 0) {
      sweptMillis = now;
      unswept = Math.min(table.size(), unswept + due);
    }
    int written = 0;
    for (; unswept > 0 && written < LARGEST_SWEEP; unswept--) {
      sweepCursor = sweepCursor + 1 < table.size() ? sweepCursor + 1 : 0;
      Entry<K, V> entry = table.at(sweepCursor);
      if (entry.isDirty() && now - entry.stampMillis >= left) {
        writeBack(entry, now);
        written++;
      }
    }
    if (written > 0) {
      backend.setCurrentKey(current);
    }
  }

  /** Removes the value of the current key. */
  public void clear() {
    Entry<K, V> entry = table.find(backend.getCurrentKey());
    if (entry != null) {
      table.remove(entry);
    }
    stored.clear();
  }

  private void makeRoom(K current) throws IOException {
    if (table.size() < limits.entries() && table.serializedBytes() <= limits.serializedBytes()) {
      return;
    }
    long now = clock.getCurrentProcessingTime();
    int batch = Math.max(1, Math.min(LARGEST_BATCH, limits.entries() / 16));
    for (int evicted = 0;
        table.size() > 0 && (evicted < batch || table.serializedBytes() > limits.serializedBytes());
        evicted++) {
      Entry<K, V> victim = table.victim();
      writeBack(victim, now);
      table.remove(victim);
      metrics.evicted();
    }
    backend.setCurrentKey(current);
  }

  /** Makes the store agree with an entry; leaves the current key changed. */
  private void writeBack(Entry<K, V> entry, long now) throws IOException {
    if (!entry.isDirty()) {
      return;
    }
    backend.setCurrentKey(entry.key);
    if (isAlive(entry, now)) {
      byte[] serialized = codec.serialize(entry.value);
      stored.update(serialized);
      table.serialized(entry, serialized.length);
      metrics.wrote();
    } else {
      // Writing an expired value would give it a new life.
      stored.clear();
    }
    table.markClean(entry);
  }

  /** Writes every changed value to the store; all of them stay decoded. */
  void flush() throws IOException {
    long begun = System.nanoTime();
    K current = backend.getCurrentKey();
    long now = clock.getCurrentProcessingTime();
    for (int place = 0; place < table.size() && table.dirty() > 0; place++) {
      writeBack(table.at(place), now);
    }
    if (current != null) {
      backend.setCurrentKey(current);
    }
    metrics.flushed(System.nanoTime() - begun);
  }

  void drop() {
    table.clear();
  }
}
