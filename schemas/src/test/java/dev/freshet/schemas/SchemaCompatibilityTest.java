package dev.freshet.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Records already in Kafka stay readable, and readers not yet upgraded can read new ones. */
class SchemaCompatibilityTest {

  private static final List<Schema> CURRENT =
      List.of(
          ClickEvent.getClassSchema(),
          StudyEvent.getClassSchema(),
          CommentEvent.getClassSchema(),
          PurchaseEvent.getClassSchema(),
          ExposureEvent.getClassSchema(),
          Item.getClassSchema(),
          StickinessState.getClassSchema(),
          InterestState.getClassSchema(),
          Rule.getClassSchema(),
          RewardEvent.getClassSchema(),
          Audience.getClassSchema(),
          AudienceChange.getClassSchema(),
          Preferences.getClassSchema(),
          Experiment.getClassSchema(),
          EffectState.getClassSchema(),
          ListRule.getClassSchema());

  @SuppressWarnings("unused") // read by @FieldSource
  private static final List<String> RELEASED = RecordEncoding.RELEASED;

  @ParameterizedTest
  @FieldSource("RELEASED")
  void currentSchemaReadsReleasedRecordsAndBack(String name) {
    Schema before = RecordEncoding.released(name);
    Schema now = currentOf(before);

    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(now, before).getType())
        .isEqualTo(COMPATIBLE);
    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(before, now).getType())
        .isEqualTo(COMPATIBLE);
  }

  @Test
  void everyFileInReleasedIsKnownToTheReader() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("released"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".avsc", "")))
          .containsExactlyInAnyOrderElementsOf(RecordEncoding.RELEASED);
    }
  }

  @ParameterizedTest
  @FieldSource("CURRENT")
  void currentSchemaHasBeenReleased(Schema now) {
    assertThat(RecordEncoding.RELEASED)
        .map(name -> SchemaNormalization.parsingFingerprint64(RecordEncoding.released(name)))
        .contains(SchemaNormalization.parsingFingerprint64(now));
  }

  @ParameterizedTest
  @FieldSource("CURRENT")
  void everyFieldSaysWhatItMeans(Schema now) {
    assertThat(now.getDoc()).isNotBlank();
    assertThat(now.getFields()).allSatisfy(field -> assertThat(field.doc()).isNotBlank());
  }

  private static Schema currentOf(Schema released) {
    return CURRENT.stream()
        .filter(schema -> schema.getFullName().equals(released.getFullName()))
        .findFirst()
        .orElseThrow();
  }
}
