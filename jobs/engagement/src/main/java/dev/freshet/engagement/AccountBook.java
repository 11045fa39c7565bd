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

  /** Enters a reward that is given, or how far a user has come. */
  void enter(
      Account account,
      AccountChange change,
      Consumer<RedisWrite> writes,
      Consumer<GivenReward> rewards) {
    Grant grant = change.grant();
    ProgressChange progress = change.progress();
    if (grant != null) {
      String code = grant.reward().coupon().isEmpty() ? "" : Hashes.couponCode(secret, grant.id());
      account.earn(grant, code);
      rewards.accept(
          new GivenReward(grant.user(), encoding.encode(RuleRecords.reward(grant, code))));
      rank(account, grant, writes);
    } else if (progress != null) {
      account.progress(progress);
    }
    writes.accept(documents.account(change.user(), account));
  }

  private void rank(Account account, Grant grant, Consumer<RedisWrite> writes) {
    if (grant.reward().points() > 0) {
      writes.accept(documents.points(grant.user(), account, topSize));
    }
    if (!grant.activity().isEmpty() && account.earnedIn(grant.activity()) > 0) {
      writes.accept(documents.activity(grant.user(), account, grant.activity(), topSize));
    }
  }

  /** Everything that readers are to see of an account. */
  void publish(String user, Account account, Consumer<RedisWrite> writes) {
    writes.accept(documents.account(user, account));
    if (account.points() > 0) {
      writes.accept(documents.points(user, account, topSize));
    }
    for (String activity : account.activities()) {
      writes.accept(documents.activity(user, account, activity, topSize));
    }
  }
}
