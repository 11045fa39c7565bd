package dev.freshet.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ItemVector;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final byte[] ADA = "ada".getBytes(StandardCharsets.UTF_8);
  private static final long DAY = 86_400_000L;
  private static final long Y2K = 946_684_800_000L;

  private static Configuration options() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "nowhere:9092");
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(EventOptions.MAX_AGE, Duration.ofDays(30));
    options.set(EventOptions.MAX_ID_LENGTH, 10);
    options.set(EventOptions.MAX_SIZE, new MemorySize(200));
    return options;
  }

  private static final RuntimeSettings SETTINGS = RuntimeSettings.from(options(), "job");
  private static final EventRecords RECORDS = new EventRecords(SETTINGS.kafka().topics());

  private final RecordDecoder decoder = decoder(options());

  private static RecordDecoder decoder(Configuration options) {
    RuntimeSettings settings = RuntimeSettings.from(options, "job");
    return new RecordDecoder(
        settings.kafka().topics(),
        settings.events(),
        Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC));
  }

  private DecodedRecord decode(ProducerRecord<byte[], byte[]> record) {
    return decode(record.topic(), record.key(), record.value());
  }

  private DecodedRecord decode(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    return decoder.decode(
        RawRecord.of(new ConsumerRecord<>(topic, 3, 7L, key, value), SETTINGS.events().maxBytes()));
  }

  private static @Nullable RejectionReason reason(DecodedRecord record) {
    return record.rejection() == null ? null : record.rejection().reason();
  }

  static Stream<Interaction> goodInteractions() {
    return Stream.of(
        Interaction.click("e", "ada", "python", NOON),
        new Interaction(
            "e", "ada", "python", NOON, InteractionKind.STUDY, 90.5, 0.25, true, Double.NaN),
        Interaction.of("e", "ada", "python", NOON, InteractionKind.STUDY),
        Interaction.of("e", "ada", "python", NOON, InteractionKind.ANSWER),
        Interaction.of("e", "ada", "python", NOON, InteractionKind.DISLIKE),
        Interaction.of("e", "ada", "python", NOON, InteractionKind.PURCHASE),
        new Interaction(
            "e", "ada", "python", NOON, InteractionKind.REVIEW, 0.0, Double.NaN, false, 9.5),
        Interaction.of("e", "ada", "python", NOON, InteractionKind.ACCEPT).inThread("t", "a"),
        Interaction.of("e", "ada", "python", NOON, InteractionKind.QUESTION).inThread("t", ""));
  }

  @Test
  void rejectsAThreadThatCannotBeAnId() {
    Interaction answer = Interaction.of("e", "ada", "python", NOON, InteractionKind.ANSWER);

    assertThat(reason(decode(RECORDS.of(answer.inThread("t".repeat(100), "")))))
        .isEqualTo(RejectionReason.LONG_ID);
    assertThat(reason(decode(RECORDS.of(answer.inThread("t", "a\n")))))
        .isEqualTo(RejectionReason.WRONG_ID);
  }

  @ParameterizedTest
  @MethodSource("goodInteractions")
  void readsWhatWasWritten(Interaction interaction) {
    assertThat(decode(RECORDS.of(interaction)).interaction()).isEqualTo(interaction);
  }

  @Test
  void readsItems() {
    CatalogueItem item =
        new CatalogueItem(
            "python", "Python", List.of("code", "new"), "course", NOON, false, List.of(0.5f));

    assertThat(decode(RECORDS.of(item)).item()).isEqualTo(item);
  }

  private static CatalogueItem priced(@Nullable Double price, String level, String author) {
    return new CatalogueItem(
        "python", "", List.of(), "", 0L, false, ItemVector.NONE, price, level, author);
  }

  @Test
  void readsWhatOnlyRulesAskForAndNoPriceThatCannotBe() {
    CatalogueItem item = priced(19.5, "beginner", "ada");
    assertThat(decode(RECORDS.of(item)).item()).isEqualTo(item);

    for (double price : List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThat(decode(RECORDS.of(priced(price, "", ""))).item()).isEqualTo(priced(null, "", ""));
    }
    assertThat(decode(RECORDS.of(priced(0.0, "", ""))).item()).isEqualTo(priced(0.0, "", ""));
  }

  @Test
  void dropsBlankAndRepeatedTags() {
    CatalogueItem item =
        new CatalogueItem("python", "", List.of(" code", "", "code"), "", 0L, false, List.of());

    assertThat(Objects.requireNonNull(decode(RECORDS.of(item)).item()).tags())
        .containsExactly("code");
  }

  @Test
  void rejectsARecordOnWhichItFailsItselfWithTheStackTrace() {
    Clock broken =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            throw new IllegalStateException("a fault of the decoder");
          }
        };
    ProducerRecord<byte[], byte[]> click =
        RECORDS.of(Interaction.click("e", "ada", "python", NOON));
    Rejection rejection =
        new RecordDecoder(SETTINGS.kafka().topics(), SETTINGS.events(), broken)
            .decode(RawRecord.of(new ConsumerRecord<>("clicks", 3, 7L, ADA, click.value()), 200))
            .rejection();

    assertThat(Objects.requireNonNull(rejection).reason()).isEqualTo(RejectionReason.FAILED);
    assertThat(rejection.detail())
        .startsWith("java.lang.IllegalStateException: a fault of the decoder")
        .contains("\tat dev.freshet.runtime.record.EventRules");
  }

  @Test
  void takesADeletedItemAsRetired() {
    DecodedRecord record = decode("items", "python".getBytes(StandardCharsets.UTF_8), null);

    assertThat(Objects.requireNonNull(record.item()).retired()).isTrue();
    assertThat(record.item().item()).isEqualTo("python");
  }

  static Stream<Arguments> wrongInteractions() {
    return Stream.of(
        Arguments.of(click("", "ada", "python", NOON), RejectionReason.EMPTY_ID),
        Arguments.of(click("e", " ", "python", NOON), RejectionReason.EMPTY_USER),
        Arguments.of(click("e", "ada", "", NOON), RejectionReason.EMPTY_ITEM),
        Arguments.of(click("e", "ada", "a-long-name", NOON), RejectionReason.LONG_ID),
        Arguments.of(click("e", "ada", "go\njava", NOON), RejectionReason.WRONG_ID),
        Arguments.of(click("\uFEFF", "ada", "python", NOON), RejectionReason.EMPTY_ID),
        Arguments.of(click("e", "\u200B\u00A0", "python", NOON), RejectionReason.EMPTY_USER),
        Arguments.of(click("e", "ada", "\u3164\u00AD", NOON), RejectionReason.EMPTY_ITEM),
        Arguments.of(click("undefined", "ada", "python", NOON), RejectionReason.PLACEHOLDER_ID),
        Arguments.of(click("e", "NULL", "python", NOON), RejectionReason.PLACEHOLDER_ID),
        Arguments.of(click("e", "ada", "NaN", NOON), RejectionReason.PLACEHOLDER_ID),
        Arguments.of(click("e", "anonymous", "python", NOON), RejectionReason.PLACEHOLDER_ID),
        Arguments.of(click("e", "0", "python", NOON), RejectionReason.PLACEHOLDER_ID),
        Arguments.of(click("e", "ada", "python", NOON + 300_001), RejectionReason.FUTURE),
        Arguments.of(click("e", "ada", "python", NOON - 31 * DAY), RejectionReason.TOO_OLD),
        Arguments.of(click("e", "ada", "python", -1), RejectionReason.TOO_OLD),
        Arguments.of(study(-1.0, 0.5), RejectionReason.NEGATIVE_DURATION),
        Arguments.of(study(1.0, -0.01), RejectionReason.WRONG_PROGRESS),
        Arguments.of(study(1.0, 1.01), RejectionReason.WRONG_PROGRESS),
        Arguments.of(review(0.9), RejectionReason.WRONG_RATING),
        Arguments.of(review(10.1), RejectionReason.WRONG_RATING));
  }

  private static Interaction click(String id, String user, String item, long atMillis) {
    return Interaction.click(id, user, item, atMillis);
  }

  private static Interaction study(double seconds, double progress) {
    return new Interaction(
        "e", "ada", "python", NOON, InteractionKind.STUDY, seconds, progress, false, Double.NaN);
  }

  private static Interaction review(double rating) {
    return new Interaction(
        "e", "ada", "python", NOON, InteractionKind.REVIEW, 0.0, Double.NaN, false, rating);
  }

  @ParameterizedTest
  @MethodSource("wrongInteractions")
  void namesWhatIsWrong(Interaction interaction, RejectionReason reason) {
    DecodedRecord record = decode(RECORDS.of(interaction));

    assertThat(reason(record)).isEqualTo(reason);
    assertThat(record.interaction()).isNull();
  }

  @Test
  void allowsWhatLiesOnTheLimits() {
    assertThat(reason(decode(RECORDS.of(click("e", "ada", "python", NOON + 300_000))))).isNull();
    assertThat(reason(decode(RECORDS.of(click("e", "ada", "python", NOON - 30 * DAY))))).isNull();
    assertThat(reason(decode(RECORDS.of(click("e", "ada", "0123456789", NOON))))).isNull();
    assertThat(reason(decode(RECORDS.of(study(0.0, 1.0))))).isNull();
    assertThat(reason(decode(RECORDS.of(review(10.0))))).isNull();
  }

  @Test
  void allowsTheFirstOfCountedItems() {
    assertThat(reason(decode(RECORDS.of(click("0", "ada", "0", NOON))))).isNull();
  }

  @Test
  void rejectsThePlaceholdersThatAreConfigured() {
    Configuration options = options();
    options.set(EventOptions.MAX_ID_LENGTH, 256);
    options.set(EventOptions.PLACEHOLDER_IDS, "[object Object]; n/a");
    options.set(EventOptions.PLACEHOLDER_USERS, "");
    RecordDecoder own = decoder(options);

    assertThat(reason(own.decode(raw(click("e", "[object Object]", "python", NOON)))))
        .isEqualTo(RejectionReason.PLACEHOLDER_ID);
    assertThat(reason(own.decode(raw(click("e", "ada", "N/A", NOON)))))
        .isEqualTo(RejectionReason.PLACEHOLDER_ID);
    assertThat(reason(own.decode(raw(click("e", "anonymous", "null", NOON))))).isNull();
  }

  @Test
  void takesBothFormsOfAnIdForOne() {
    Interaction composed = click("\u00E9", "ren\u00E9", "caf\u00E9", NOON);
    Interaction decomposed = click("e\u0301", "rene\u0301", "cafe\u0301", NOON);

    assertThat(decode(RECORDS.of(decomposed)).interaction()).isEqualTo(composed);
    assertThat(decode(RECORDS.of(composed)).interaction()).isEqualTo(composed);
    assertThat(Objects.requireNonNull(decode(RECORDS.of(tagged("cafe\u0301"))).item()).tags())
        .containsExactly("caf\u00E9");
    assertThat(
            Objects.requireNonNull(
                    decode("items", "cafe\u0301".getBytes(StandardCharsets.UTF_8), null).item())
                .item())
        .isEqualTo("caf\u00E9");
  }

  @Test
  void keepsTheFormOfIdsIfConfigured() {
    Configuration options = options();
    options.set(EventOptions.NORMALISE_IDS, false);
    Interaction decomposed = click("e", "rene\u0301", "cafe\u0301", NOON);

    assertThat(decoder(options).decode(raw(decomposed)).interaction()).isEqualTo(decomposed);
  }

  private static CatalogueItem tagged(String... tags) {
    return new CatalogueItem("python", "", List.of(tags), "", 0L, false, List.of());
  }

  @Test
  void limitsWhatTheCatalogueSaysOfAnItem() {
    Configuration options = options();
    options.set(EventOptions.MAX_TITLE_LENGTH, 5);
    options.set(EventOptions.MAX_TAG_LENGTH, 4);
    options.set(EventOptions.MAX_TAGS, 2);
    RecordDecoder own = decoder(options);

    assertThat(reason(own.decode(raw(item("Python", "", "code")))))
        .isEqualTo(RejectionReason.LONG_TEXT);
    assertThat(reason(own.decode(raw(item("", "e-book", "code")))))
        .isEqualTo(RejectionReason.LONG_TEXT);
    assertThat(reason(own.decode(raw(item("", "", "codes"))))).isEqualTo(RejectionReason.LONG_TEXT);
    assertThat(reason(own.decode(raw(priced(1.0, "first", "")))))
        .isEqualTo(RejectionReason.LONG_TEXT);
    assertThat(reason(own.decode(raw(priced(1.0, "", "euler")))))
        .isEqualTo(RejectionReason.LONG_TEXT);
    assertThat(reason(own.decode(raw(item("", "", "a", "b", "c")))))
        .isEqualTo(RejectionReason.TOO_MANY_TAGS);
    assertThat(reason(own.decode(raw(item("Title", "book", "code", "b", "b "))))).isNull();
  }

  private static CatalogueItem item(String title, String kind, String... tags) {
    return new CatalogueItem("python", title, List.of(tags), kind, 0L, false, List.of());
  }

  private static RawRecord raw(CatalogueItem item) {
    return raw(RECORDS.of(item));
  }

  static Stream<Arguments> timesOfOtherUnits() {
    return Stream.of(
        Arguments.of(NOON / 1000, RejectionReason.TOO_OLD, "seconds"),
        Arguments.of(NOON * 1000, RejectionReason.FUTURE, "microseconds"),
        Arguments.of(NOON * 1_000_000, RejectionReason.FUTURE, "nanoseconds"));
  }

  @ParameterizedTest
  @MethodSource("timesOfOtherUnits")
  void namesTheLikelyUnitOfATime(long time, RejectionReason reason, String unit) {
    Rejection ofAnyAge =
        Objects.requireNonNull(
            ofAnyAge().decode(raw(click("e", "ada", "python", time))).rejection());

    assertThat(ofAnyAge.reason()).isEqualTo(reason);
    assertThat(ofAnyAge.detail()).endsWith(": probably " + unit + ", not milliseconds");
  }

  @Test
  void rejectsTimesBeforeTheEarliestDayWhateverTheAgeAllowed() {
    assertThat(reason(ofAnyAge().decode(raw(click("e", "ada", "python", Y2K - 1)))))
        .isEqualTo(RejectionReason.TOO_OLD);
    assertThat(reason(ofAnyAge().decode(raw(click("e", "ada", "python", Y2K))))).isNull();
  }

  private static RecordDecoder ofAnyAge() {
    Configuration options = options();
    options.removeConfig(EventOptions.MAX_AGE);
    return decoder(options);
  }

  private static RawRecord raw(Interaction interaction) {
    return raw(RECORDS.of(interaction));
  }

  private static RawRecord raw(ProducerRecord<byte[], byte[]> record) {
    return RawRecord.of(
        new ConsumerRecord<>(record.topic(), 3, 7L, record.key(), record.value()), 1000);
  }

  @Test
  void rejectsItemsThatAppearedInAnotherUnit() {
    assertThat(reason(decode(RECORDS.of(published(NOON / 1000)))))
        .isEqualTo(RejectionReason.WRONG_PUBLISHED);
    assertThat(reason(decode(RECORDS.of(published(NOON * 1000)))))
        .isEqualTo(RejectionReason.WRONG_PUBLISHED);
    assertThat(reason(decode(RECORDS.of(published(Y2K - 20 * 365 * DAY))))).isNull();
    assertThat(reason(decode(RECORDS.of(published(NOON + 365 * DAY))))).isNull();
    assertThat(reason(decode(RECORDS.of(published(0))))).isNull();
  }

  private static CatalogueItem published(long atMillis) {
    return new CatalogueItem("python", "", List.of(), "", atMillis, false, List.of());
  }

  @Test
  void rejectsBytesThatAreNoRecord() {
    byte[] good = RECORDS.of(Interaction.click("e", "ada", "python", NOON)).value();
    byte[] ofAnotherSchema = good.clone();
    ofAnotherSchema[5] ^= 1;

    assertThat(reason(decode("clicks", null, Arrays.copyOf(good, good.length - 1))))
        .isEqualTo(RejectionReason.MALFORMED);
    assertThat(reason(decode("clicks", null, Arrays.copyOf(good, good.length + 1))))
        .isEqualTo(RejectionReason.MALFORMED);
    assertThat(reason(decode("clicks", null, ofAnotherSchema)))
        .isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
    assertThat(reason(decode("study", null, good))).isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clicks", "study", "comments", "purchases", "items"})
  void rejectsRecordsWithoutKeyAndValueOnEveryTopic(String topic) {
    assertThat(reason(decode(topic, null, null))).isEqualTo(RejectionReason.EMPTY_RECORD);
    assertThat(reason(decode(topic, ADA, new byte[0]))).isEqualTo(RejectionReason.EMPTY_RECORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clicks", "study", "comments", "purchases"})
  void rejectsEventsWithoutValue(String topic) {
    assertThat(reason(decode(topic, ADA, null))).isEqualTo(RejectionReason.EMPTY_RECORD);
  }

  @Test
  void readsRecordsWithoutKey() {
    Interaction click = click("e", "ada", "python", NOON);

    assertThat(decode("clicks", null, RECORDS.of(click).value()).interaction()).isEqualTo(click);
    assertThat(reason(decode("items", null, RECORDS.of(tagged("code")).value()))).isNull();
  }

  @Test
  void rejectsALargeRecordAndKeepsItsBeginning() {
    DecodedRecord record = decode("clicks", null, new byte[201]);

    assertThat(reason(record)).isEqualTo(RejectionReason.TOO_LARGE);
    assertThat(record.raw().value()).hasSize(200);
    assertThat(record.raw().valueBytes()).isEqualTo(201);
  }

  @Test
  void takesAVectorOfZerosForNone() {
    CatalogueItem item =
        new CatalogueItem("python", "", List.of(), "", 0L, false, List.of(0f, -0f, 1e-30f));

    assertThat(Objects.requireNonNull(decode(RECORDS.of(item)).item()).vector().isEmpty()).isTrue();
  }

  @Test
  void keepsTheFirstHeadersOfManyLargeOnes() {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("clicks", 3, 7L, ADA, ADA);
    record.headers().add("small", ADA).add("large", new byte[16_000]).add("more", new byte[400]);

    assertThat(RawRecord.of(record, 10).headers())
        .extracting(RawHeader::name)
        .containsExactly("small", "large");
  }
}
