package dev.freshet.engagement;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.engagement.Account;
import dev.freshet.scoring.engagement.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what each user was given, and publishes it; rewards go to their topic once each, and at
 * once. What readers see is written together with what else changes within a moment, and before
 * each checkpoint, as it is in no state who is still to be written.
 */
final class Accounts extends WriteBackStreamOperator<String, RedisWrite>
    implements OneInputStreamOperator<AccountChange, RedisWrite>,
        BoundedOneInput,
        Republishing<String, RedisWrite> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<GivenReward> REWARDS =
      new OutputTag<>("rewards", TypeInformation.of(GivenReward.class));

  /** How long a change waits for others of its user. */
  static final long MOMENT_MILLIS = 100;

  private final EngagementSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, Account> accounts;
  private transient AccountBook book;
  private transient EngagementMetrics.ByRule given;
  private transient EngagementMetrics.ByRule heldOut;

  /**
   * Who is still to be written, each with the latest places in lists by their keys: these are kept
   * as they were, since an activity may be over by the time they are written.
   */
  private transient Map<String, Map<String, RedisWrite>> unwritten;

  private transient boolean isAlarmSet;

  /**
   * @param redis what may lose what is published, or null
   */
  Accounts(EngagementSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> accountState(Duration ttl) {
    return PackedState.value("account", ttl);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    accounts =
        states.of(
            accountState(settings.stateTtl()),
            Codec.of(Account.LAYOUT, Account::serialize, Account::deserialize),
            settings.cache());
  }

  @Override
  public void open() throws Exception {
    super.open();
    book = new AccountBook(settings);
    given = new EngagementMetrics.ByRule(EngagementMetrics.GIVEN, getMetricGroup());
    heldOut = new EngagementMetrics.ByRule(EngagementMetrics.HELD_OUT, getMetricGroup());
    unwritten = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<AccountChange> record) throws Exception {
    try {
      enter(record.getValue());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
    // As many as are decoded at a time, so that none has to be decoded again for it.
    if (unwritten.size() >= settings.cache().entries()) {
      writeAll();
    }
  }

  private void enter(AccountChange change) throws IOException {
    Account known = accounts.value();
    Account account = known == null ? new Account() : known;
    Map<String, RedisWrite> places = new LinkedHashMap<>();
    if (book.enter(account, change, new Entering(places))) {
      accounts.update(account);
      unwritten.computeIfAbsent(change.user(), user -> new LinkedHashMap<>()).putAll(places);
      setAlarm();
    }
  }

  private void setAlarm() {
    if (!isAlarmSet) {
      isAlarmSet = true;
      at(now() + MOMENT_MILLIS, timestamp -> ring());
    }
  }

  private void ring() throws IOException {
    isAlarmSet = false;
    writeAll();
  }

  private void writeAll() throws IOException {
    for (Map.Entry<String, Map<String, RedisWrite>> user : unwritten.entrySet()) {
      setCurrentKey(user.getKey());
      Account account = accounts.peek();
      if (account != null) {
        write(book.document(user.getKey(), account));
      }
      user.getValue().values().forEach(this::write);
    }
    unwritten.clear();
  }

  private void write(RedisWrite write) {
    output.collect(new StreamRecord<>(write));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    writeAll();
  }

  @Override
  public void endInput() throws Exception {
    writeAll();
  }

  /** Passes on what follows from a change at once, but for places in lists. */
  private final class Entering implements AccountBook.Listener {

    private final Map<String, RedisWrite> places;

    private Entering(Map<String, RedisWrite> places) {
      this.places = places;
    }

    @Override
    public void given(Grant grant, GivenReward reward) {
      given.count(grant.rule());
      output.collect(REWARDS, new StreamRecord<>(reward));
    }

    @Override
    public void heldOut(Grant grant) {
      heldOut.count(grant.rule());
    }

    @Override
    public void ranked(RedisWrite write) {
      places.put(write.key(), write);
    }
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return accountState(settings.stateTtl());
  }

  @Override
  public void republish(String user, Collector<RedisWrite> out) throws IOException {
    Account account = accounts.peek();
    if (account != null) {
      book.publish(user, account, out::collect);
    }
  }
}
