package dev.freshet.engagement;

import dev.freshet.runtime.redis.DocumentSize;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.audience.AudienceBook;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.engagement.Account;
import dev.freshet.scoring.engagement.Coupon;
import dev.freshet.scoring.engagement.Levels;
import dev.freshet.scoring.engagement.ProgressChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes what users have earned, and who is in audiences, as the contract in {@code schemas} has
 * it.
 */
final class RedisDocuments {

  /** The rest of a document has less than 200 bytes. */
  private static final int MOST_COUPONS_BYTES = DocumentSize.MOST_BYTES / 2;

  private static final int MOST_BADGES_BYTES = DocumentSize.MOST_BYTES / 4;
  private static final int MOST_PROGRESS_BYTES = DocumentSize.MOST_BYTES / 4 - 200;

  private final RedisKeys keys;
  private final Levels levels;
  private final long ttlMillis;

  RedisDocuments(EngagementSettings settings) {
    keys = settings.keys();
    levels = settings.scoring().levels();
    ttlMillis = settings.stateTtl().toMillis();
  }

  /** The user's hash. */
  RedisWrite account(String user, Account account) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("points", Long.toString(account.points()));
    fields.put("level", Integer.toString(levels.of(account.points())));
    fields.put("rewards", Long.toString(account.rewards()));
    fields.put(
        "badges",
        array(
            DocumentSize.first(
                account.badges().stream().map(Json::text).toList(), MOST_BADGES_BYTES)));
    fields.put("coupons", array(coupons(account)));
    putProgress(account, fields);
    fields.put("asOf", Long.toString(account.asOfMillis()));
    return RedisWrite.hash(keys.engagement(user), fields, ttlMillis);
  }

  /** Those that are valid longest, the first to end first. */
  private static List<String> coupons(Account account) {
    List<String> coupons =
        new ArrayList<>(account.coupons().stream().map(RedisDocuments::coupon).toList());
    Collections.reverse(coupons);
    List<String> last = DocumentSize.first(coupons, MOST_COUPONS_BYTES);
    Collections.reverse(last);
    return last;
  }

  private static void putProgress(Account account, Map<String, String> fields) {
    int left = MOST_PROGRESS_BYTES;
    for (Map.Entry<String, ProgressChange> each : account.progress().entrySet()) {
      String field = "progress:" + each.getKey();
      String progress = progress(each.getValue());
      left -= DocumentSize.bytes(field) + DocumentSize.bytes(progress);
      if (left < 0) {
        return;
      }
      fields.put(field, progress);
    }
  }

  private static String coupon(Coupon coupon) {
    return "{\"code\":%s,\"rule\":%s,\"benefit\":%s,\"until\":%d}"
        .formatted(
            Json.text(coupon.code()),
            Json.text(coupon.rule()),
            Json.text(coupon.benefit()),
            coupon.untilMillis());
  }

  /** Not by a format, which takes ten times as long: an event may change several. */
  private static String progress(ProgressChange change) {
    String end = change.untilMillis() == Long.MAX_VALUE ? "" : ",\"until\":" + change.untilMillis();
    return "{\"done\":"
        + change.done()
        + ",\"of\":"
        + change.of()
        + ",\"within\":"
        + Json.text(change.within())
        + end
        + '}';
  }

  private static String array(List<String> values) {
    return values.stream().collect(Collectors.joining(",", "[", "]"));
  }

  /** The user's place among all. */
  RedisWrite points(String user, Account account, int most) {
    return RedisWrite.member(keys.pointsTop(), user, (double) account.points(), most);
  }

  /** The user's place in an activity. */
  RedisWrite activity(String user, Account account, String activity, int most) {
    return RedisWrite.member(
        keys.activityTop(activity), user, (double) account.earnedIn(activity), most);
  }

  /** The user is a member of an audience, of whom readers see those who came last. */
  List<RedisWrite> member(String audience, String user, long sinceMillis, AudienceBook audiences) {
    int most = audiences.most(audience);
    return keys.audiences(audience, user).stream()
        .map(key -> RedisWrite.member(key, user, (double) sinceMillis, most))
        .toList();
  }

  /** The user enters or leaves an audience. */
  List<RedisWrite> passage(Passage passage, AudienceBook audiences) {
    return passage.isEntry()
        ? member(passage.audience(), passage.user(), passage.sinceMillis(), audiences)
        : noMember(passage.audience(), passage.user());
  }

  /** The user is no member of an audience. */
  List<RedisWrite> noMember(String audience, String user) {
    return keys.audiences(audience, user).stream()
        .map(key -> RedisWrite.noMember(key, user))
        .toList();
  }

  /** There is no such audience. */
  List<RedisWrite> noAudience(String audience) {
    return keys.allOfAudience(audience).stream().map(RedisWrite::delete).toList();
  }
}
