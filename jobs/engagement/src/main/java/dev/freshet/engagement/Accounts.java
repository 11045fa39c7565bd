package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.engagement.Account;
import dev.freshet.scoring.engagement.Grant;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Keeps what each user was given, and publishes it; rewards go to their topic once each. */
final class Accounts extends KeyedProcessFunction<String, AccountChange, RedisWrite>
    implements WriteBackFunction<String>, Republishing<String, RedisWrite> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<GivenReward> REWARDS =
      new OutputTag<>("rewards", TypeInformation.of(GivenReward.class));

  private final EngagementSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, Account> accounts;
  private transient AccountBook book;
  private transient EngagementMetrics.ByRule given;
  private transient EngagementMetrics.ByRule heldOut;

  /**
   * @param redis what may lose what is published, or null
   */
  Accounts(EngagementSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> accountState(Duration ttl) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(
            "account", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
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
  public void open(OpenContext context) {
    book = new AccountBook(settings);
    given =
        new EngagementMetrics.ByRule(EngagementMetrics.GIVEN, getRuntimeContext().getMetricGroup());
    heldOut =
        new EngagementMetrics.ByRule(
            EngagementMetrics.HELD_OUT, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(AccountChange change, Context context, Collector<RedisWrite> out)
      throws IOException {
    Grant grant = change.grant();
    if (grant != null && grant.isHeldOut()) {
      heldOut.count(grant.rule());
      return;
    }
    Account known = accounts.value();
    Account account = known == null ? new Account() : known;
    book.enter(account, change, out::collect, reward -> context.output(REWARDS, reward));
    if (grant != null) {
      given.count(grant.rule());
    }
    accounts.update(account);
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
