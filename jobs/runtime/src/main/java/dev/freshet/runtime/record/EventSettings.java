package dev.freshet.runtime.record;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.bytes;
import static dev.freshet.runtime.settings.OptionChecks.lasting;
import static dev.freshet.runtime.settings.OptionChecks.notNegative;
import static dev.freshet.runtime.settings.OptionChecks.wrong;

import dev.freshet.runtime.failure.FailureOptions;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

/**
 * Which records are used.
 *
 * @param writerSchemas further Avro schemas of producers, as JSON
 * @param maxBytes the largest encoded record
 * @param ids which ids are used
 * @param maxFuture how far a producer's clock may be ahead
 * @param earliest before which no event can have occurred
 * @param maxAge how old an event may be; zero for any age
 * @param duplicatesTtl how long an event's id is remembered, at least one minute
 * @param duplicatesMaxIds how many ids are remembered per user, no less than either limit
 * @param floodLimit events per user and minute of event time, or 0 for no limit
 * @param arrivalLimit events per user and minute in which Kafka got them, or 0 for no limit
 * @param cacheEntries users whose ids a task keeps in heap
 * @param maxFailures how often a record may fail the job before it is rejected, or 0 for any number
 * @param maxOutOfOrderness how far watermarks stay behind the newest event
 * @param idleTimeout silence after which a partition no longer holds back watermarks
 * @param catalogue which items are used
 */
public record EventSettings(
    List<String> writerSchemas,
    int maxBytes,
    IdSettings ids,
    Duration maxFuture,
    Instant earliest,
    Duration maxAge,
    Duration duplicatesTtl,
    int duplicatesMaxIds,
    int floodLimit,
    int arrivalLimit,
    int cacheEntries,
    int maxFailures,
    Duration maxOutOfOrderness,
    Duration idleTimeout,
    CatalogueSettings catalogue)
    implements Serializable {

  public EventSettings {
    atLeast(1, EventOptions.MAX_SIZE, maxBytes);
    notNegative(EventOptions.MAX_FUTURE, maxFuture);
    notNegative(EventOptions.MAX_AGE, maxAge);
    atLeast(Duration.ofMinutes(1), EventOptions.DUPLICATES_TTL, duplicatesTtl);
    atLeast(1, EventOptions.DUPLICATES_MAX_IDS, duplicatesMaxIds);
    atLeast(0, EventOptions.FLOOD_LIMIT, floodLimit);
    atLeast(0, EventOptions.ARRIVAL_LIMIT, arrivalLimit);
    requireIdsFor(EventOptions.FLOOD_LIMIT, floodLimit, duplicatesMaxIds);
    requireIdsFor(EventOptions.ARRIVAL_LIMIT, arrivalLimit, duplicatesMaxIds);
    atLeast(1, EventOptions.CACHE_ENTRIES, cacheEntries);
    atLeast(0, FailureOptions.MAX_FAILURES, maxFailures);
    notNegative(EventOptions.MAX_OUT_OF_ORDERNESS, maxOutOfOrderness);
    lasting(EventOptions.IDLE_TIMEOUT, idleTimeout);
  }

  /** Further schemas of producers. */
  List<Schema> writers() {
    return writerSchemas.stream()
        .map(schema -> new SchemaParser().parse(schema).mainSchema())
        .toList();
  }

  /**
   * Reads the options of {@link EventOptions}.
   *
   * @throws IllegalArgumentException if a value is wrong, naming its key
   */
  public static EventSettings from(ReadableConfig config) {
    return new EventSettings(
        config.getOptional(EventOptions.SCHEMAS).map(EventSettings::schemasIn).orElse(List.of()),
        bytes(EventOptions.MAX_SIZE, config.get(EventOptions.MAX_SIZE)),
        IdSettings.from(config),
        config.get(EventOptions.MAX_FUTURE),
        day(EventOptions.EARLIEST, config.get(EventOptions.EARLIEST)),
        config.getOptional(EventOptions.MAX_AGE).map(EventSettings::limited).orElse(Duration.ZERO),
        config.get(EventOptions.DUPLICATES_TTL),
        config.get(EventOptions.DUPLICATES_MAX_IDS),
        config.get(EventOptions.FLOOD_LIMIT),
        config.get(EventOptions.ARRIVAL_LIMIT),
        config.get(EventOptions.CACHE_ENTRIES),
        config.get(FailureOptions.MAX_FAILURES),
        config.get(EventOptions.MAX_OUT_OF_ORDERNESS),
        config.get(EventOptions.IDLE_TIMEOUT),
        CatalogueSettings.from(config));
  }

  /** Otherwise what a user may send in a minute pushes out the ids of the same minute. */
  private static void requireIdsFor(ConfigOption<Integer> option, int limit, int maxIds) {
    if (maxIds < limit) {
      throw wrong(
          EventOptions.DUPLICATES_MAX_IDS,
          maxIds,
          "must be no less than %s (now %d)".formatted(option.key(), limit));
    }
  }

  /**
   * Refuses to wait for what is late for longer than ids are known: a duplicate that is in time
   * could come when the first is no longer known.
   *
   * @throws IllegalArgumentException naming the option, and the longest that it may be
   */
  public void requireMemoryFor(ConfigOption<Duration> option, Duration lateness) {
    Duration longest = duplicatesTtl.minus(maxOutOfOrderness);
    if (lateness.compareTo(longest) > 0) {
      throw wrong(
          option,
          lateness,
          "must be at most %s less %s, %s"
              .formatted(
                  EventOptions.DUPLICATES_TTL.key(),
                  EventOptions.MAX_OUT_OF_ORDERNESS.key(),
                  TimeUtils.formatWithHighestUnit(longest)));
    }
  }

  private static Instant day(ConfigOption<String> option, String day) {
    try {
      return LocalDate.parse(day.strip()).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(option, day, "must be a day such as 2000-01-01");
    }
  }

  private static Duration limited(Duration maxAge) {
    lasting(EventOptions.MAX_AGE, maxAge);
    return maxAge;
  }

  private static List<String> schemasIn(String directory) {
    List<String> schemas = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(directory), "*.avsc")) {
      for (Path file : files) {
        String schema = Files.readString(file);
        new SchemaParser().parse(schema).mainSchema();
        schemas.add(schema);
      }
    } catch (IOException e) {
      throw wrong(EventOptions.SCHEMAS, directory, "cannot be read: " + e);
    } catch (SchemaParseException e) {
      throw wrong(EventOptions.SCHEMAS, directory, "holds no schema: " + e.getMessage());
    }
    return schemas;
  }
}
