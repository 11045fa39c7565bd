package dev.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class RecordEncodingTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final ClickEvent CLICK = new ClickEvent("c1", "ada", "algebra", NOON);

  private final RecordEncoding<ClickEvent> clicks = RecordEncoding.clicks();

  @Test
  void bringsEveryRecordBack() throws Exception {
    StudyEvent study = new StudyEvent("s1", "ada", "algebra", NOON, 90_000L, 0.25, false);
    CommentEvent review =
        new CommentEvent("r1", "ada", "algebra", NOON, CommentKind.REVIEW, 9.0, null, null);
    PurchaseEvent purchase = new PurchaseEvent("p1", "ada", "algebra", NOON);
    Item item =
        new Item(
            "algebra",
            "Algebra",
            List.of("mathematics"),
            "course",
            NOON,
            false,
            List.of(1f),
            9.5,
            "beginner",
            "noether");

    assertThat(clicks.decode(clicks.encode(CLICK))).isEqualTo(CLICK);
    assertThat(RecordEncoding.study().decode(RecordEncoding.study().encode(study)))
        .isEqualTo(study);
    assertThat(RecordEncoding.comments().decode(RecordEncoding.comments().encode(review)))
        .isEqualTo(review);
    assertThat(RecordEncoding.purchases().decode(RecordEncoding.purchases().encode(purchase)))
        .isEqualTo(purchase);
    assertThat(RecordEncoding.items().decode(RecordEncoding.items().encode(item))).isEqualTo(item);
  }

  @Test
  void readsACommentThatWasWrittenBeforeThereWereThreads() throws Exception {
    Schema before = RecordEncoding.released("CommentEvent-1");
    GenericData.Record written =
        new GenericRecordBuilder(before)
            .set("id", "r1")
            .set("user", "ada")
            .set("item", "algebra")
            .set("occurredAt", NOON.toEpochMilli())
            .set("kind", new GenericData.EnumSymbol(before.getField("kind").schema(), "REVIEW"))
            .set("rating", 9.0)
            .build();

    assertThat(RecordEncoding.comments().decode(encode(written)))
        .isEqualTo(
            new CommentEvent("r1", "ada", "algebra", NOON, CommentKind.REVIEW, 9.0, null, null));
  }

  @Test
  void bringsBackWhatJobsKnowOfUsers() throws Exception {
    StickinessState sticky =
        new StickinessState(
            "ada", NOON, NOON, 71, "devoted", -3, 1.0, 0.5, 0.25, 0.0, 5, 17, 3, 9, 0.875, null);
    InterestState interested =
        new InterestState("ada", NOON, List.of(new TagWeight("mathematics", 0.82)));

    assertThat(RecordEncoding.stickiness().decode(RecordEncoding.stickiness().encode(sticky)))
        .isEqualTo(sticky);
    assertThat(RecordEncoding.interests().decode(RecordEncoding.interests().encode(interested)))
        .isEqualTo(interested);
  }

  @Test
  void bringsRulesAndRewardsBackWithAllTheirParts() throws Exception {
    Rule rule =
        new Rule(
            "weekly",
            List.of("study"),
            "event.completed",
            new RuleCount(3, CountedThing.ITEMS, CalendarWindow.WEEK),
            new RuleLimit(1, CalendarWindow.WEEK),
            "user.level > 1",
            NOON,
            NOON.plusSeconds(60),
            "winter",
            0.1,
            1_000L,
            50,
            "finisher",
            new RuleCoupon("10 % off", 86_400_000L),
            "well-done",
            2.5);
    RewardEvent reward =
        new RewardEvent(
            "0a",
            "ada",
            "weekly",
            "ever/1",
            NOON,
            "winter",
            50,
            "finisher",
            new RewardCoupon("K53D-NN70-1T8K", "10 % off", NOON),
            "well-done");

    assertThat(RecordEncoding.rules().decode(RecordEncoding.rules().encode(rule))).isEqualTo(rule);
    assertThat(RecordEncoding.rewards().decode(RecordEncoding.rewards().encode(reward)))
        .isEqualTo(reward);
  }

  @Test
  void readsEffectsAsTheyWereWritten() throws Exception {
    EffectState effect =
        new EffectState(
            "",
            "pulse",
            NOON,
            "open",
            "",
            "no difference yet",
            List.of(
                new EffectCounts(
                    "control",
                    5L,
                    1L,
                    20L,
                    9L,
                    90L,
                    3L,
                    2L,
                    1L,
                    1L,
                    List.of(new EffectReason("tag", 100L, 9L, 90L, 3L, 2L, 1L)),
                    4L,
                    3L,
                    60L,
                    400L,
                    100L,
                    0.07)));

    assertThat(RecordEncoding.effects().decode(RecordEncoding.effects().encode(effect)))
        .isEqualTo(effect);
  }

  @Test
  void bringsARuleOnListsBack() throws Exception {
    ListRule rule =
        new ListRule(
            "spring",
            List.of("home"),
            "item.price < 20.0",
            ListRuleAction.PIN,
            1.0,
            "",
            "drifting",
            NOON,
            NOON.plusSeconds(60),
            10,
            "marketing",
            "Spring week");

    assertThat(RecordEncoding.listRules().decode(RecordEncoding.listRules().encode(rule)))
        .isEqualTo(rule);
  }

  @Test
  void bringsAudiencesAndTheirChangesBack() throws Exception {
    Audience audience = new Audience("idle", "user.streak == 0", 1_000L, 2_000L, 50);
    AudienceChange change =
        new AudienceChange("0a", "idle", "ada", AudienceMove.LEFT, NOON.plusSeconds(60), NOON);

    assertThat(RecordEncoding.audiences().decode(RecordEncoding.audiences().encode(audience)))
        .isEqualTo(audience);
    assertThat(
            RecordEncoding.audienceChanges()
                .decode(RecordEncoding.audienceChanges().encode(change)))
        .isEqualTo(change);
  }

  @Test
  void bringsExperimentsBackWithAllTheirParts() throws Exception {
    Experiment experiment =
        new Experiment(
            "fresh-first",
            List.of("home", "mail"),
            "winter",
            0.05,
            NOON,
            NOON.plusSeconds(60),
            List.of(
                new ExperimentVariant("control", 0.5, Map.of(), null, null, null, null),
                new ExperimentVariant("b", 0.5, Map.of("age", 2.0), 0.3, 0.1, false, "next:")),
            "ctr",
            List.of(new ExperimentGuardrail("study", 0.02)),
            20_000L);

    assertThat(RecordEncoding.experiments().decode(RecordEncoding.experiments().encode(experiment)))
        .isEqualTo(experiment);
  }

  @Test
  void readsWhatANewerProducerWroteOnceItsSchemaIsKnown() throws Exception {
    Schema newer = clickSchemaWith("{\"name\": \"device\", \"type\": \"string\"}");
    byte[] bytes =
        encode(
            new GenericRecordBuilder(newer)
                .set("id", "c1")
                .set("user", "ada")
                .set("item", "algebra")
                .set("occurredAt", NOON.toEpochMilli())
                .set("device", "phone")
                .build());

    assertThatThrownBy(() -> clicks.decode(bytes))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("%016x".formatted(SchemaNormalization.parsingFingerprint64(newer)));
    assertThat(clicks.withWriters(List.of(newer, Item.getClassSchema())).decode(bytes))
        .isEqualTo(CLICK);
  }

  @Test
  void refusesAWriterSchemaThatItCannotRead() {
    Schema userless =
        new SchemaParser()
            .parse(
                "{\"type\": \"record\", \"name\": \"ClickEvent\","
                    + " \"namespace\": \"dev.freshet.schemas\", \"fields\": []}")
            .mainSchema();

    assertThatThrownBy(() -> clicks.withWriters(List.of(userless)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user");
  }

  @Test
  void refusesTheRecordOfAnotherTopic() {
    byte[] item =
        RecordEncoding.items()
            .encode(Item.newBuilder().setItem("algebra").setTitle("Algebra").build());

    assertThatThrownBy(() -> clicks.decode(item)).isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void refusesBytesThatEndEarlyOrLate() {
    byte[] whole = clicks.encode(CLICK);

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> clicks.decode(cut)).isInstanceOf(MalformedRecordException.class);
    }
    assertThatThrownBy(() -> clicks.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void refusesBytesThatAreNoAvro() {
    byte[] json = "{\"user\": \"ada\", \"item\": \"algebra\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> clicks.decode(json))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("c3 01");
  }

  @Test
  void refusesAStringOrAListThatClaimsToBeHugeWithoutMakingRoomForIt() throws Exception {
    byte[] hugeId = afterHeader(clicks.encode(CLICK), encoder -> encoder.writeLong(2_000_000_000));
    byte[] hugeTags =
        afterHeader(
            RecordEncoding.items().encode(Item.newBuilder().setItem("algebra").build()),
            encoder -> {
              encoder.writeString("algebra");
              encoder.writeString("Algebra");
              encoder.writeLong(2_000_000_000);
            });

    assertThatThrownBy(() -> clicks.decode(hugeId)).isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> RecordEncoding.items().decode(hugeTags))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void refusesOrReadsDamagedBytesButNeverFailsOtherwise() {
    byte[] whole = RecordEncoding.comments().encode(COMMENT);
    Random random = new Random(7);

    for (int run = 0; run < 20_000; run++) {
      byte[] damaged = whole.clone();
      damaged[10 + random.nextInt(whole.length - 10)] = (byte) random.nextInt();
      try {
        RecordEncoding.comments().decode(damaged);
      } catch (MalformedRecordException | UnknownSchemaException expected) {
        assertThat(expected).hasMessageContaining("CommentEvent");
      }
    }
  }

  private static final CommentEvent COMMENT =
      new CommentEvent("r1", "ada", "algebra", NOON, CommentKind.REVIEW, 9.0, null, null);

  private interface Datum {
    void write(BinaryEncoder encoder) throws Exception;
  }

  private static byte[] afterHeader(byte[] encoded, Datum datum) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(encoded, 0, 10);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    datum.write(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static Schema clickSchemaWith(String field) {
    String current = ClickEvent.getClassSchema().toString();
    return new SchemaParser()
        .parse(current.substring(0, current.lastIndexOf("]")) + "," + field + "]}")
        .mainSchema();
  }

  private static byte[] encode(GenericData.Record record) throws Exception {
    ByteBuffer encoded =
        new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), record.getSchema())
            .encode(record);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }
}
