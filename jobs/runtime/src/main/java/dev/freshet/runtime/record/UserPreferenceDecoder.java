package dev.freshet.runtime.record;

import dev.freshet.schemas.Preferences;
import dev.freshet.schemas.RecordEncoding;
import java.nio.charset.StandardCharsets;

/** Reads what users prefer, which the platform tells on a compacted topic. */
public final class UserPreferenceDecoder {

  private final RecordEncoding<Preferences> preferences = RecordEncoding.preferences();
  private final IdRules ids;

  /**
   * @param settings in which form ids are used
   */
  public UserPreferenceDecoder(EventSettings settings) {
    ids = new IdRules(settings.ids());
  }

  /** Whom a record is about, in the form in which events name users. */
  public String user(RawRecord raw) {
    return ids.normalised(new String(raw.key(), StandardCharsets.UTF_8));
  }

  /**
   * Whether the user wants to be named to others as somebody to learn with, and to be told such
   * others. A record without a value says nothing else than none at all: yes.
   *
   * @throws RejectedException if the record cannot be used
   */
  public boolean wantsPartners(RawRecord raw) throws RejectedException {
    if (raw.key().length == 0) {
      throw new RejectedException(RejectionReason.EMPTY_USER, "the record has no key");
    }
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      return true;
    }
    Preferences read = RecordValue.decode(preferences, raw);
    if (!ids.normalised(read.getUser()).equals(user(raw))) {
      throw new RejectedException(
          RejectionReason.WRONG_ID,
          "user is %s, but the record's key is %s".formatted(read.getUser(), user(raw)));
    }
    return read.getPartners();
  }
}
