package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.shown;
import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job hears on a real Kafka what users were shown. */
class ShownListsIT extends OnPlatform {

  private static final String EXPOSURES = "exposures";

  private EventRecords records;
  private int events;
  private int lists;

  @BeforeEach
  void prepare() {
    platform.createTopic(EXPOSURES);
    options.set(KafkaOptions.TOPICS_EXPOSURES, EXPOSURES);
    records =
        new EventRecords(RuntimeSettings.from(options, RecommendationsJob.NAME).kafka().topics());
  }

  private void click(String user, String item, int minute) {
    platform.happen(Interaction.click("event-" + events++, user, item, NOON + minute * MINUTE));
  }

  private List<String> listed(String user) {
    return platform.read(user, 20).stream().map(place -> place.get(0)).toList();
  }

  private JobClient startWithLearners(Configuration settings) throws Exception {
    platform.announce(
        List.of(
            item("python", "programming"),
            item("java", "programming"),
            item("go", "programming"),
            item("rust", "programming")));
    JobClient running = platform.start(settings);
    for (String user : List.of("ada", "ben", "cyd")) {
      for (String item : List.of("python", "java", "go", "rust")) {
        click(user, item, 1);
      }
    }
    click("gus", "python", 2);
    eventually()
        .untilAsserted(
            () -> assertThat(listed("gus")).containsExactlyInAnyOrder("java", "go", "rust"));
    return running;
  }

  /** Once more: a list is ranked by what the model had learned when the one before was told. */
  private void showInVain(String item) {
    platform.send(records.of(shown("gus", NOON + (3L + 40L * lists++) * MINUTE, item)));
  }

  @Test
  void letsWhatWasShownInVainFallAndPutsAsideWhatCannotBeUsed() throws Exception {
    startWithLearners(options);
    String first = listed("gus").get(0);
    platform.send(new ProducerRecord<>(EXPOSURES, new byte[] {1}, new byte[] {2, 3}));

    eventually()
        .untilAsserted(
            () -> {
              showInVain(first);
              assertThat(listed("gus")).hasSize(3).endsWith(first);
              assertThat(platform.rejected()).hasSize(1);
            });
  }

  @Test
  void goesOnFromTheSavepointOfAJobThatHeardOfNoLists() throws Exception {
    JobClient deaf = startWithLearners(platform.options());
    String savepoint = platform.stop(deaf);
    platform.resume(options, savepoint);
    String first = listed("gus").get(0);

    eventually()
        .untilAsserted(
            () -> {
              showInVain(first);
              assertThat(listed("gus")).hasSize(3).endsWith(first);
            });
  }
}
