package dev.freshet.engagement;

import dev.freshet.scoring.audience.AudienceBook;
import dev.freshet.scoring.engagement.RuleBook;
import dev.freshet.scoring.engagement.UsableRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules and audiences that a task knows, and which of the rules fail too often to be in force.
 */
final class RuleTable {

  private static final Logger LOG = LoggerFactory.getLogger(RuleTable.class);
  private static final long MINUTE_MILLIS = 60_000;

  private final RuleReader reader;
  private final int maxErrors;
  private final RuleBook book = new RuleBook();
  private final AudienceBook audiences;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Integer> errors = new HashMap<>();
  private long minute;

  /**
   * What was told of a rule or an audience last.
   *
   * @param record null if it has ended
   */
  private record Known(long offset, byte @Nullable [] record) {}

  RuleTable(EngagementSettings settings) {
    reader = new RuleReader(!settings.couponSecret().isEmpty());
    maxErrors = settings.maxErrors();
    audiences = new AudienceBook(settings.longestAbsence());
  }

  RuleBook book() {
    return book;
  }

  /** The audiences in force. */
  AudienceBook audiences() {
    return audiences;
  }

  /** How many rules are in force. */
  int inForce() {
    return book.size();
  }

  /** How many audiences are in force. */
  int audiencesInForce() {
    return audiences.names().size();
  }

  /** The names of audiences that have ended. */
  List<String> endedAudiences() {
    return known.entrySet().stream()
        .filter(each -> AudienceRecords.isKey(each.getKey()) && each.getValue().record() == null)
        .map(each -> AudienceRecords.name(each.getKey()))
        .sorted()
        .toList();
  }

  /** How many rules fail too often. */
  int off() {
    return book.paused();
  }

  /**
   * A rule or an audience holds from now on, or ends; what was told later stays.
   *
   * @return whether users may belong to other audiences by that
   */
  boolean accept(String id, byte @Nullable [] record, long offset) {
    Known before = known.get(id);
    if (before != null && before.offset() >= offset) {
      return false;
    }
    known.put(id, new Known(offset, record));
    if (AudienceRecords.isKey(id)) {
      enterAudience(AudienceRecords.name(id), record);
      return true;
    }
    enterRule(id, record);
    return false;
  }

  private void enterRule(String id, byte @Nullable [] record) {
    errors.remove(id);
    UsableRule usable = record == null ? null : usable(id, record);
    if (usable == null) {
      book.remove(id);
    } else {
      book.put(usable);
    }
  }

  private void enterAudience(String name, byte @Nullable [] record) {
    audiences.remove(name);
    if (record == null) {
      return;
    }
    try {
      audiences.put(reader.readAudience(record));
    } catch (UnusableRuleException e) {
      LOG.warn("The audience {} cannot be used any more: {}", name, e.getMessage());
    }
  }

  /** Checked before it was told; a savepoint may bring one of which that no longer holds. */
  private @Nullable UsableRule usable(String id, byte[] record) {
    try {
      return reader.read(record);
    } catch (UnusableRuleException e) {
      LOG.warn("The rule {} cannot be used any more: {}", id, e.getMessage());
      return null;
    }
  }

  /**
   * A rule has failed. One that does so too often in a minute is switched off until it is told
   * anew.
   */
  void failed(String id, Exception failure, long nowMillis) {
    if (nowMillis / MINUTE_MILLIS != minute) {
      minute = nowMillis / MINUTE_MILLIS;
      errors.clear();
    }
    int count = errors.merge(id, 1, Integer::sum);
    if (count == 1) {
      LOG.warn("The rule {} fails: {}", id, failure.getMessage());
    }
    if (count > maxErrors && !book.isPaused(id)) {
      book.pause(id);
      LOG.error(
          "The rule {} has failed {} times within a minute and is switched off until it is applied"
              + " again",
          id,
          count);
    }
  }

  /** Whether a rule fails too often. */
  boolean isOff(String id) {
    return book.isPaused(id);
  }

  /** Everything that was told, each rule and audience as bytes. */
  List<byte[]> parts() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (Map.Entry<String, Known> rule : known.entrySet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        byte[] record = rule.getValue().record();
        out.writeUTF(rule.getKey());
        out.writeLong(rule.getValue().offset());
        out.writeInt(record == null ? -1 : record.length);
        out.write(record == null ? new byte[0] : record);
      }
      parts.add(bytes.toByteArray());
    }
    return parts;
  }

  /** Takes over what {@link #parts} gave. */
  void enter(byte[] part) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(part))) {
      String id = in.readUTF();
      long offset = in.readLong();
      int length = in.readInt();
      accept(id, length < 0 ? null : in.readNBytes(length), offset);
    }
  }
}
