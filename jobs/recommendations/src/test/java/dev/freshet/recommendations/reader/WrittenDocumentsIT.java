package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.recommendations.RecommendationsInProcess;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.ranking.Recommendation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the job writes is what the page of the contract describes and what readers read. */
class WrittenDocumentsIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final Path PAGE = Path.of("..", "..", "schemas", "redis-keys.md");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the same score for everybody: each has one click of the same moment. */
  private static final List<String> ALIKE = List.of("b", "é", "a2", "Z", "B", "🙂", "ﬀ");

  private final RedisWithReader redis = new RedisWithReader();
  private final LettuceReader reader = new LettuceReader(redis.commands());
  private final RecommendationsInProcess job =
      new RecommendationsInProcess(
          RecommendationsSettings.from(new Configuration(), RedisKeys.plain()));
  private final Map<String, String> written = new TreeMap<>();
  private long nextMillis = NOON;

  @BeforeEach
  void write() {
    for (String item : List.of("algebra", "logic", "sets", "proofs")) {
      job.accept(new CatalogueItem(item, "", List.of("mathematics"), "", NOON, false, List.of()));
    }
    for (String user : List.of("ada", "ben", "cleo")) {
      click(user, "algebra", "logic", "sets");
    }
    click("dan", "logic", "proofs");
    click("eve", "algebra");
    for (String item : ALIKE) {
      job.accept(Interaction.click("id-" + item, "one-of-" + item, item, nextMillis));
    }
    job.refresh();
    for (RedisWrite write : job.drain()) {
      if (write.kind() == RedisWrite.Kind.STRING) {
        written.put(write.key(), write.value());
        redis.store(write.key(), write.value());
      }
    }
  }

  private void click(String user, String... items) {
    for (String item : items) {
      nextMillis += MINUTE;
      job.accept(Interaction.click(user + nextMillis, user, item, nextMillis));
    }
  }

  @AfterEach
  void close() {
    redis.close();
  }

  private List<Recommendation> ranked(String user) {
    return job.recommender().recommend(user, nextMillis, 30, Set.of());
  }

  private List<Place> read(String user) {
    return reader.read(
        List.of("rec:" + user, "pulse"), List.of("30", "AT", Long.toString(nextMillis)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "dan", "eve", "stranger"})
  void areReadAsTheRecommenderRanks(String user) {
    assertThat(read(user))
        .extracting(Place::item)
        .containsExactlyElementsOf(ranked(user).stream().map(Recommendation::item).toList());
  }

  @Test
  void haveItemsOfOneScoreReadInTheOrderOfTheirBytes() {
    assertThat(read("stranger"))
        .extracting(Place::item)
        .filteredOn(ALIKE::contains)
        .containsExactly("B", "Z", "a2", "b", "é", "ﬀ", "🙂");
    assertThat(ranked("stranger"))
        .extracting(Recommendation::item)
        .filteredOn(ALIKE::contains)
        .containsExactly("B", "Z", "a2", "b", "é", "ﬀ", "🙂");
  }

  @Test
  void areReadByAClientThatDoesWithoutTheFunction() throws IOException {
    RecDocument document = RecDocument.of(JSON.readTree(written.get("rec:eve")));

    assertThat(document.excluded()).containsExactly(Documents.code("algebra"));
    assertThat(document.recent()).containsExactly("algebra");
    assertThat(document.items()).contains("logic", "sets").doesNotContain("algebra");
  }

  @ParameterizedTest
  @CsvSource({
    "rec:ada, rec:<user>",
    "pulse, pulse",
    "similar:logic, similar:<item>",
    "interest:ada, interest:<user>"
  })
  void haveTheMembersThatThePageShows(String key, String heading) throws IOException {
    assertThat(members(JSON.readTree(written.get(key)))).isEqualTo(members(example(heading)));
  }

  private static Set<String> members(JsonNode document) {
    Set<String> names = new TreeSet<>();
    document.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The example under a heading of the page. */
  private static JsonNode example(String heading) throws IOException {
    Matcher example =
        Pattern.compile("### `" + Pattern.quote(heading) + "`.*?```json\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(example.find()).as(heading).isTrue();
    return JSON.readTree(example.group(1));
  }
}
