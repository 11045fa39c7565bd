package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.IdCode;
import dev.freshet.scoring.interest.InterestSettings;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.TagPulse;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Reason;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.similarity.Neighbours;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisDocumentsTest {

  private static final int MOST_BYTES = 16_000;
  private static final int CANDIDATES = 150;

  private final RedisDocuments documents = new RedisDocuments(SETTINGS);

  /** Ids as platforms have them, and the longest that are accepted. */
  private enum Ids {
    SHORT,
    UUIDS,
    LONGEST,
    QUOTED;

    String id(int number) {
      return switch (this) {
        case SHORT -> "item-" + number;
        case UUIDS -> new UUID(number * 0x9e3779b97f4a7c15L, number).toString();
        case LONGEST -> "课".repeat(252) + (1000 + number);
        case QUOTED -> "\"".repeat(252) + (1000 + number);
      };
    }

    String[] ids(int from, int count) {
      return IntStream.range(from, from + count).mapToObj(this::id).toArray(String[]::new);
    }
  }

  private static PersonalList list(Ids ids) {
    String[] items = ids.ids(0, CANDIDATES);
    String[] done = ids.ids(CANDIDATES, CandidateSettings.MOST_SEEN);
    Reason[] reasons = new Reason[CANDIDATES];
    Arrays.fill(reasons, Reason.SIMILAR);
    return new PersonalList(
        "ada",
        NOON,
        items,
        Arrays.stream(items).mapToLong(Fingerprint::of).toArray(),
        IntStream.range(0, CANDIDATES).mapToDouble(i -> -1.234567 * i).toArray(),
        reasons,
        Arrays.copyOf(done, CANDIDATES),
        done,
        Arrays.stream(done).mapToInt(IdCode::of).toArray(),
        Arrays.copyOf(done, 10),
        0.5);
  }

  private static int bytes(RedisWrite write) {
    return write.value().getBytes(StandardCharsets.UTF_8).length;
  }

  private static JsonNode json(RedisWrite write) {
    return Platform.json(write.value());
  }

  @ParameterizedTest
  @EnumSource
  void keepAListShortAndAllThatIsDoneOutOfItWhateverTheIds(Ids ids) {
    RedisWrite rec = documents.rec(list(ids));

    assertThat(bytes(rec)).isLessThanOrEqualTo(MOST_BYTES);
    RecDocument document = RecDocument.of(json(rec));
    assertThat(document.excluded()).hasSize(CandidateSettings.MOST_SEEN);
    assertThat(ids.ids(CANDIDATES, CandidateSettings.MOST_SEEN)).allMatch(document::excludes);
    assertThat(ids.ids(0, CANDIDATES)).noneMatch(document::excludes);
    assertThat(document.items())
        .isNotEmpty()
        .isEqualTo(List.of(ids.ids(0, document.items().size())));
  }

  @ParameterizedTest
  @EnumSource
  void haveRoomForTheListsOfVariantsAsIfEachWereAloneWhateverTheIds(Ids ids) {
    RedisWrite rec =
        documents.rec(
            list(ids),
            List.of(new VariantList("a", "b", list(ids)), new VariantList("c", "b", list(ids))));

    assertThat(bytes(rec)).isLessThanOrEqualTo(3 * MOST_BYTES);
    JsonNode document = json(rec);
    int alone = RecDocument.of(json(documents.rec(list(ids)))).items().size();
    assertThat(RecDocument.of(document).items()).hasSizeGreaterThanOrEqualTo(alone);
    assertThat(document.get("variants")).hasSize(2);
    for (JsonNode variant : document.get("variants")) {
      assertThat(variant.get("items")).isEqualTo(document.get("items"));
      assertThat(variant.get("scores")).isEqualTo(document.get("scores"));
      assertThat(variant.get("because").asText()).isEqualTo(document.get("because").asText());
      assertThat(variant.get("exclude").asText()).isEmpty();
    }
  }

  @Test
  void leaveOutNoCandidateWhereThereIsRoom() {
    RecDocument document = RecDocument.of(json(documents.rec(list(Ids.SHORT))));

    assertThat(document.items()).hasSize(CANDIDATES);
    assertThat(document.recent()).hasSize(10);
  }

  @Test
  void useTheRoomThereIs() {
    assertThat(bytes(documents.rec(list(Ids.UUIDS)))).isGreaterThan(MOST_BYTES - 500);
  }

  @ParameterizedTest
  @EnumSource
  void keepThePulseOfATagShortWhateverTheIds(Ids ids) {
    List<ScoredItem> items =
        IntStream.range(0, 250).mapToObj(i -> new ScoredItem(ids.id(i), -i / 7.0)).toList();

    RedisWrite pulse = documents.pulse(new TagPulse("code", items), NOON).get(0);

    assertThat(bytes(pulse)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(json(pulse).get("items")).isNotEmpty();
    assertThat(json(pulse).get("items").get(0).get(0).asText()).isEqualTo(ids.id(0));
    assertThat(pulse.value()).containsPattern("\"crc\":\"[0-9a-f]{16}\"}$");
  }

  @ParameterizedTest
  @EnumSource
  void keepTheNeighboursOfAnItemShortWhateverTheIds(Ids ids) {
    ItemTable table =
        new ItemTable(ItemSettings.HORIZONS, SETTINGS.scoring().items().coOccurrence().halfLife());
    float[] similar = new float[100];
    Arrays.fill(similar, 1.0f);
    for (String item : ids.ids(0, similar.length)) {
      table.enter(new ItemFacts(item, NOON, NOON, new double[] {1, 1, 1, 1, 1}, 4.0));
    }
    table.advanceTo(NOON, 1, new double[Signal.GLOBALS]);
    Neighbours neighbours =
        new Neighbours(
            1L,
            Arrays.stream(ids.ids(0, similar.length)).mapToLong(Fingerprint::of).toArray(),
            similar,
            new float[similar.length],
            new float[similar.length]);

    RedisWrite written = documents.similar("algebra", NOON, neighbours, table);

    assertThat(bytes(written)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(json(written).get("items")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepInterestsShortAndAsLongAsTheUserIsKnown(Ids ids) {
    InterestSettings settings = SETTINGS.scoring().candidates().interest();
    InterestVector interests = new InterestVector();
    interests.add(
        List.of(ids.ids(0, 60)),
        Engagement.NONE,
        new Engagement(NOON, 1.0),
        settings.halfLife(),
        settings.tags());

    RedisWrite written = documents.interest("ada", NOON, interests);

    assertThat(bytes(written)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(json(written).get("tags")).isNotEmpty();
    assertThat(written.ttlMillis()).isEqualTo(SETTINGS.userTtl().toMillis());
  }

  @Test
  void keepAListAsLongAsTheUserIsKnown() {
    assertThat(documents.rec(list(Ids.SHORT)).ttlMillis()).isEqualTo(SETTINGS.userTtl().toMillis());
  }

  @Test
  void tellEachCopyOfTheSetWhatIsRetired() {
    RedisDocuments clustered =
        new RedisDocuments(
            RecommendationsSettings.from(new Configuration(), new RedisKeys("shop:", 3)));

    assertThat(clustered.retired("python", NOON))
        .extracting(write -> write.key() + " " + write.value() + " " + write.score())
        .containsExactly(
            "shop:{0}retired python " + (double) NOON,
            "shop:{1}retired python " + (double) NOON,
            "shop:{2}retired python " + (double) NOON);
    assertThat(clustered.notRetired("python"))
        .hasSize(3)
        .allMatch(write -> write.value().equals("python"));
  }
}
