package dev.freshet.localstack.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.effect.EffectInProcess;
import dev.freshet.effect.EffectSettings;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.log.LogEntry;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays small logs of lists and events through the effect job, in the order of their rows, and
 * compares what Redis would hold with what was recorded.
 *
 * <p>After an intended change run with {@code -Dreplay.record=true} and review the diff.
 */
class EffectReplayTest {

  private static final Path RECORDINGS = Path.of("src/test/resources/golden-effect");
  private static final EffectSettings SETTINGS =
      EffectSettings.from(new Configuration(), RedisKeys.plain());

  /** How far event time stays behind the newest row. */
  private static final long BEHIND_MILLIS = 60_000L;

  @TempDir private Path folder;

  private final List<BadRow> badRows = new ArrayList<>();
  private long newestMillis = Long.MIN_VALUE;

  private String replay(String name) throws IOException {
    Files.copy(RECORDINGS.resolve(name + ".events.csv"), folder.resolve("events.csv"));
    Files.copy(RECORDINGS.resolve(name + ".items.csv"), folder.resolve("items.csv"));
    Path experiments = RECORDINGS.resolve(name + ".experiments.yaml");
    EffectInProcess job =
        new EffectInProcess(
            SETTINGS, ExperimentFiles.read(List.of(experiments), Instant.EPOCH).orFail());
    EventLog log = EventLog.open(folder.resolve("events.csv"));
    try (Stream<CatalogueItem> items = log.items(badRows::add)) {
      items.forEach(job::accept);
    }
    try (Stream<LogEntry> entries = log.entries(badRows::add)) {
      entries.forEach(entry -> accept(entry, job));
    }
    Map<String, String> documents = new TreeMap<>();
    job.publish(write -> documents.put(write.key(), write.value()));
    return documents.entrySet().stream()
        .map(each -> "{\"key\":\"%s\",\"json\":%s}%n".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining());
  }

  private void accept(LogEntry entry, EffectInProcess job) {
    Interaction interaction = entry.interaction();
    if (interaction != null) {
      job.accept(interaction);
      newestMillis = Math.max(newestMillis, interaction.atMillis());
    }
    ListExposure exposure = entry.exposure();
    if (exposure != null) {
      job.accept(exposure);
      newestMillis = Math.max(newestMillis, exposure.atMillis());
    }
    job.pass(newestMillis - BEHIND_MILLIS - 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasons-newcomers-and-returns", "late-twice-and-a-program"})
  void tellsWhatWasRecorded(String name) throws IOException {
    String documents = replay(name);
    Path expected = RECORDINGS.resolve(name + ".expected.jsonl");
    if (Boolean.getBoolean("replay.record")) {
      Files.writeString(expected, documents);
    }

    assertThat(badRows).isEmpty();
    assertThat(documents).isEqualTo(Files.readString(expected));
  }
}
