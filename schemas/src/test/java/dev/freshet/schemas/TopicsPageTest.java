package dev.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The page of topics says what the schemas do. */
class TopicsPageTest {

  @SuppressWarnings("unused") // read by @FieldSource
  private static final List<Schema> WRITTEN =
      List.of(
          StickinessState.getClassSchema(),
          InterestState.getClassSchema(),
          RewardEvent.getClassSchema(),
          AudienceChange.getClassSchema(),
          EffectState.getClassSchema());

  private static final Map<String, String> TOPICS =
      Map.of(
          "StickinessState",
          "stickiness",
          "InterestState",
          "interests",
          "RewardEvent",
          "rewards",
          "AudienceChange",
          "audience-changes",
          "EffectState",
          "effects");

  private static String page() throws IOException {
    return Files.readString(Path.of("topics.md"));
  }

  @Test
  void namesEverySchema() throws IOException {
    String page = page();

    assertThat(RecordEncoding.RELEASED)
        .extracting(name -> name.substring(0, name.indexOf('-')))
        .allSatisfy(
            name -> assertThat(page).contains("[%s](src/main/avro/%s.avsc)".formatted(name, name)));
  }

  @ParameterizedTest
  @FieldSource("WRITTEN")
  void explainsEveryFieldThatTheJobsWrite(Schema schema) throws IOException {
    String page = page();
    String section = page.substring(page.indexOf("### `" + TOPICS.get(schema.getName()) + "`"));

    assertThat(schema.getFields())
        .allSatisfy(field -> assertThat(section).contains("`" + field.name() + "`"));
  }
}
