package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.scoring.engagement.Account;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Hashes;
import dev.freshet.scoring.engagement.ProgressChange;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Enters changes into accounts, whoever keeps them, and tells what follows. */
final class AccountBook {

  private final RecordEncoding<RewardEvent> encoding = RecordEncoding.rewards();
  private final RedisDocuments documents;
  private final int topSize;
  private final byte[] secret;

  AccountBook(EngagementSettings settings) {
    documents = new RedisDocuments(settings);
    topSize = settings.topSize();
    secret = settings.couponSecret().getBytes(StandardCharsets.UTF_8);
  }

  /** Receives what follows from a change. */
  interface Listener {

    /** A user is given something. */
    void given(Grant grant, GivenReward reward);

    /** A user has met a rule, but is held out. */
    void heldOut(Grant grant);

    /** The user has another place in a list of the best. */
    void ranked(RedisWrite write);
  }

  /**
   * Enters rewards that are given, and how far a user has come.
   *
   * @return whether the account is another one by that
   */
  boolean enter(Account account, AccountChange change, Listener listener) {
    boolean hasChanged = !change.progress().isEmpty();
    for (Grant grant : change.grants()) {
      if (grant.isHeldOut()) {
        listener.heldOut(grant);
      } else {
        give(account, grant, listener);
        hasChanged = true;
      }
    }
    for (ProgressChange progress : change.progress()) {
      account.progress(progress);
    }
    return hasChanged;
  }

  private void give(Account account, Grant grant, Listener listener) {
    String code = grant.reward().coupon().isEmpty() ? "" : Hashes.couponCode(secret, grant.id());
    account.earn(grant, code);
    listener.given(
        grant, new GivenReward(grant.user(), encoding.encode(RuleRecords.reward(grant, code))));
    if (grant.reward().points() > 0) {
      listener.ranked(documents.points(grant.user(), account, topSize));
    }
    if (!grant.activity().isEmpty() && account.earnedIn(grant.activity()) > 0) {
      listener.ranked(documents.activity(grant.user(), account, grant.activity(), topSize));
    }
  }

  /** What readers see of an account, but for places in lists. */
  RedisWrite document(String user, Account account) {
    return documents.account(user, account);
  }

  /** Everything that readers are to see of an account. */
  void publish(String user, Account account, Consumer<RedisWrite> writes) {
    writes.accept(document(user, account));
    if (account.points() > 0) {
      writes.accept(documents.points(user, account, topSize));
    }
    for (String activity : account.activities()) {
      writes.accept(documents.activity(user, account, activity, topSize));
    }
  }
}
