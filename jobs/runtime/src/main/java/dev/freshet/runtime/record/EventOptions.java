package dev.freshet.runtime.record;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Which records are used: of events {@code events.*}, of items {@code catalogue.*}. */
public final class EventOptions {

  public static final ConfigOption<String> SCHEMAS =
      ConfigOptions.key("events.schemas")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Directory of further Avro schemas (*.avsc) that producers write with, in addition to the"
                  + " released ones. Read when the job is submitted.");

  public static final ConfigOption<MemorySize> MAX_SIZE =
      ConfigOptions.key("events.max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription("Largest encoded record that is read; larger: rejected as too-large.");

  public static final ConfigOption<Integer> MAX_ID_LENGTH =
      ConfigOptions.key("events.max-id-length")
          .intType()
          .defaultValue(256)
          .withDescription(
              "Longest id of an event, a user or an item, characters; longer: rejected as"
                  + " long-id, as wrong-id with a line break or another control character.");

  public static final ConfigOption<String> PLACEHOLDER_IDS =
      ConfigOptions.key("events.placeholder-ids")
          .stringType()
          .defaultValue("undefined;null;None;NaN;[object Object]")
          .withDescription(
              "What programs write where they have no id, in whatever case, separated by ';': an"
                  + " event, a user or an item with such an id is rejected as placeholder-id. May"
                  + " be empty.");

  public static final ConfigOption<String> PLACEHOLDER_USERS =
      ConfigOptions.key("events.placeholder-users")
          .stringType()
          .defaultValue("anonymous;0")
          .withDescription(
              "The same for what stands for no user in particular: as one user it would link"
                  + " everybody with everything. May be empty.");

  public static final ConfigOption<Boolean> NORMALISE_IDS =
      ConfigOptions.key("events.normalise-ids")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether ids and tags are used in their composed form (Unicode NFC), so that an"
                  + " accented letter is one whichever way it is written. Keys in Redis have that"
                  + " form.");

  public static final ConfigOption<Duration> MAX_FUTURE =
      ConfigOptions.key("events.max-future")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How far a producer's clock may be ahead of this one; further: rejected as future.");

  public static final ConfigOption<String> EARLIEST =
      ConfigOptions.key("events.earliest")
          .stringType()
          .defaultValue("2000-01-01")
          .withDescription(
              "The first day, UTC, on which an event may have occurred, however old events may be;"
                  + " before: rejected as too-old, naming the likely unit of a time that is not in"
                  + " milliseconds. A time of an item's appearance that is in another unit is"
                  + " rejected as wrong-published.");

  public static final ConfigOption<Duration> MAX_AGE =
      ConfigOptions.key("events.max-age")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "How old an event may be when it is read; older: rejected as too-old. Without it any"
                  + " age, as a replay needs.");

  public static final ConfigOption<Duration> DUPLICATES_TTL =
      ConfigOptions.key("events.duplicates.ttl")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "How long an event's id is remembered, so that the same event again is dropped,"
                  + " unless events.duplicates.max-ids newer ones of the user were used.");

  public static final ConfigOption<Integer> DUPLICATES_MAX_IDS =
      ConfigOptions.key("events.duplicates.max-ids")
          .intType()
          .defaultValue(1_024)
          .withDescription(
              "How many ids are remembered per user, the newest of those used; each takes 9 to 13"
                  + " bytes of state. No less than events.flood-limit and events.arrival-limit, so"
                  + " that what is sent twice within a minute is used once.");

  public static final ConfigOption<Integer> FLOOD_LIMIT =
      ConfigOptions.key("events.flood-limit")
          .intType()
          .defaultValue(300)
          .withDescription(
              "Events per user and minute of event time that are used; more: rejected as flood. 0:"
                  + " no limit.");

  public static final ConfigOption<Integer> ARRIVAL_LIMIT =
      ConfigOptions.key("events.arrival-limit")
          .intType()
          .defaultValue(1_000)
          .withDescription(
              "Events per user that Kafka got within a minute, by the timestamps of their records,"
                  + " and that are used whenever they occurred; more: rejected as flood. A topic"
                  + " has such timestamps by the broker's clock with message.timestamp.type ="
                  + " LogAppendTime, otherwise by the producer's. Events that come from a file are"
                  + " not counted. 0: no limit, as a replay of old events at full speed needs.");

  public static final ConfigOption<Integer> CACHE_ENTRIES =
      ConfigOptions.key("events.cache-entries")
          .intType()
          .defaultValue(20_000)
          .withDescription(
              "Of how many users a task keeps the ids of recent events in memory, 2 kB each on"
                  + " average at most. What changed is written to RocksDB before each checkpoint.");

  public static final ConfigOption<Duration> MAX_OUT_OF_ORDERNESS =
      ConfigOptions.key("events.max-out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How much older than the newest event of its partition an event may be without"
                  + " counting as late.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      ConfigOptions.key("events.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "Silence after which a partition no longer holds back event time for the others.");

  public static final ConfigOption<Integer> VECTOR_LENGTH =
      ConfigOptions.key("catalogue.vector-length")
          .intType()
          .defaultValue(0)
          .withDescription(
              "How many numbers the vector of an item holds; another: rejected as wrong-vector. 0:"
                  + " as many as the first vector ever read, which the job remembers.");

  public static final ConfigOption<Integer> MAX_TITLE_LENGTH =
      ConfigOptions.key("catalogue.max-title-length")
          .intType()
          .defaultValue(1000)
          .withDescription("Longest title of an item, characters; longer: rejected as long-text.");

  public static final ConfigOption<Integer> MAX_TAGS =
      ConfigOptions.key("catalogue.max-tags")
          .intType()
          .defaultValue(100)
          .withDescription(
              "How many different tags an item may have; more: rejected as too-many-tags.");

  public static final ConfigOption<Integer> MAX_TAG_LENGTH =
      ConfigOptions.key("catalogue.max-tag-length")
          .intType()
          .defaultValue(256)
          .withDescription(
              "Longest tag, kind, level or author of an item, characters; longer: rejected as"
                  + " long-text.");

  private EventOptions() {}
}
