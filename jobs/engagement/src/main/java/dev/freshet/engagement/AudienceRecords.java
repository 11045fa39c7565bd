package dev.freshet.engagement;

import dev.freshet.schemas.AudienceChange;
import dev.freshet.schemas.AudienceMove;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.Passage;
import java.time.Duration;
import java.time.Instant;

/** Audiences and their changes as records of their topics, and back. */
public final class AudienceRecords {

  /**
   * Keys of audiences begin with it on the topic that they share with rules; no id of a rule does.
   */
  private static final String KEY_START = "audience:";

  private static final RecordEncoding<AudienceChange> CHANGES = RecordEncoding.audienceChanges();

  private AudienceRecords() {}

  /** The key of an audience on the topic of rules. */
  public static String key(String audience) {
    return KEY_START + audience;
  }

  /** Whether a key on the topic of rules is that of an audience. */
  public static boolean isKey(String key) {
    return key.startsWith(KEY_START);
  }

  /** The name of the audience of a key. */
  public static String name(String key) {
    return key.substring(KEY_START.length());
  }

  /**
   * The audience that a record tells of.
   *
   * @throws IllegalArgumentException telling what is wrong with it
   */
  public static Audience audience(dev.freshet.schemas.Audience read) {
    return new Audience(
        read.getName(),
        read.getMember(),
        Duration.ofMillis(read.getEnterAfterMillis()),
        Duration.ofMillis(read.getLeaveAfterMillis()),
        read.getMost());
  }

  /** The record of an audience. */
  public static dev.freshet.schemas.Audience record(Audience audience) {
    return new dev.freshet.schemas.Audience(
        audience.name(),
        audience.member(),
        audience.enterAfter().toMillis(),
        audience.leaveAfter().toMillis(),
        audience.most());
  }

  /** The record of a change. */
  public static AudienceChange change(Passage passage) {
    return new AudienceChange(
        passage.id(),
        passage.audience(),
        passage.user(),
        passage.isEntry() ? AudienceMove.ENTERED : AudienceMove.LEFT,
        Instant.ofEpochMilli(passage.atMillis()),
        Instant.ofEpochMilli(passage.sinceMillis()));
  }

  /** The bytes of that record. */
  static byte[] encoded(Passage passage) {
    return CHANGES.encode(change(passage));
  }
}
