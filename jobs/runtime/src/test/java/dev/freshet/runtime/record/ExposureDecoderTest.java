package dev.freshet.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.ListExposure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExposureDecoderTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final Topics TOPICS =
      new Topics("clicks", "study", "comments", "", "shown", "items", "rejected");
  private static final EventRecords RECORDS = new EventRecords(TOPICS);
  private static final EventSettings SETTINGS = EventSettings.from(new Configuration());
  private static final ListExposure SHOWN = shown("e1", "ada", "home", "python", "java");

  private final ExposureDecoder decoder =
      new ExposureDecoder(SETTINGS, Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC));

  private static ListExposure shown(String id, String user, String placement, String... items) {
    return with(NOON, id, user, placement, List.of(items), Map.of("layout", "b"));
  }

  private static ListExposure with(
      long atMillis,
      String id,
      String user,
      String placement,
      List<String> items,
      Map<String, String> variants) {
    return new ListExposure(id, user, atMillis, placement, items, variants, NOON - 1000);
  }

  private static ListExposure because(List<String> items, String... reasons) {
    return new ListExposure(
        "e", "ada", NOON, "", items, Map.of(), EventTime.NEVER, List.of(reasons));
  }

  private static ListExposure drawn(List<String> items, Double... chances) {
    return new ListExposure(
        "e", "ada", NOON, "", items, Map.of(), EventTime.NEVER, List.of(), List.of(chances));
  }

  private ListExposure decode(byte @Nullable [] value) throws RejectedException {
    return decoder.decode(
        RawRecord.of(
            new ConsumerRecord<>("shown", 0, 1L, "ada".getBytes(StandardCharsets.UTF_8), value),
            SETTINGS.maxBytes()));
  }

  private RejectionReason reason(byte @Nullable [] value) {
    return catchThrowableOfType(RejectedException.class, () -> decode(value)).rejection().reason();
  }

  @Test
  void readsWhatWasWritten() throws RejectedException {
    ProducerRecord<byte[], byte[]> record = RECORDS.of(SHOWN);
    ListExposure plain =
        new ListExposure("e", "ada", NOON, "", List.of("a", "a"), Map.of(), EventTime.NEVER);

    assertThat(record.topic()).isEqualTo("shown");
    assertThat(record.key()).isEqualTo("ada".getBytes(StandardCharsets.UTF_8));
    assertThat(decode(record.value())).isEqualTo(SHOWN);
    assertThat(decode(RECORDS.of(plain).value())).isEqualTo(plain);
  }

  @Test
  void readsWhyItemsWereShown() throws RejectedException {
    ListExposure told = because(items(3), "r".repeat(512), "", "new:");

    assertThat(decode(RECORDS.of(told).value())).isEqualTo(told);
  }

  @Test
  void readsHowLikelyItemsWereInTheirPlaces() throws RejectedException {
    ListExposure drawn = drawn(List.of("a\u0308", "b", "c"), Double.MIN_VALUE, 0.1, 1.0);

    assertThat(decode(RECORDS.of(drawn).value()).chances())
        .containsExactly(Double.MIN_VALUE, 0.1, 1.0);
  }

  @Test
  void tellsWhatIsWrongWithChances() {
    assertThatThrownBy(() -> decode(RECORDS.of(drawn(items(2), 0.1)).value()))
        .hasMessageContaining("chances has 1 entries, and items has 2");
    assertThatThrownBy(() -> decode(RECORDS.of(drawn(items(1), 7.0)).value()))
        .hasMessageContaining("a chance is 7.0, not above 0 and 1 at most");
  }

  @Test
  void writesNothingWhereThereIsNoTopic() {
    Topics none = new Topics("clicks", "study", "comments", "items", "rejected");

    assertThatThrownBy(() -> new EventRecords(none).of(SHOWN))
        .hasMessageContaining("no topic for ListExposure");
  }

  private static List<String> items(int count) {
    return Collections.nCopies(count, "item");
  }

  private static Map<String, String> experiments(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "experiment-" + i, i -> "a"));
  }

  static Stream<Arguments> bad() {
    String longName = "n".repeat(65);
    return Stream.of(
        Arguments.of(RejectionReason.EMPTY_ID, shown("", "ada", "home", "a")),
        Arguments.of(RejectionReason.EMPTY_USER, shown("e", " ", "home", "a")),
        Arguments.of(RejectionReason.PLACEHOLDER_ID, shown("e", "null", "home", "a")),
        Arguments.of(RejectionReason.EMPTY_ITEM, shown("e", "ada", "home")),
        Arguments.of(RejectionReason.EMPTY_ITEM, shown("e", "ada", "home", "a", "")),
        Arguments.of(RejectionReason.WRONG_ID, shown("e", "ada", "home", "a", "b\n")),
        Arguments.of(RejectionReason.LONG_ID, shown("e", "ada", "home", "i".repeat(2000))),
        Arguments.of(RejectionReason.LONG_TEXT, shown("e", "ada", longName, "a")),
        Arguments.of(
            RejectionReason.LONG_TEXT, with(NOON, "e", "ada", "", items(1), Map.of(longName, "a"))),
        Arguments.of(
            RejectionReason.LONG_TEXT,
            with(NOON, "e", "ada", "", items(1), Map.of("layout", longName))),
        Arguments.of(RejectionReason.LONG_LIST, with(NOON, "e", "ada", "", items(201), Map.of())),
        Arguments.of(
            RejectionReason.LONG_LIST, with(NOON, "e", "ada", "", items(1), experiments(51))),
        Arguments.of(RejectionReason.WRONG_REASONS, because(items(2), "trending")),
        Arguments.of(RejectionReason.WRONG_REASONS, because(items(1), "again", "trending")),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(2), 0.5)),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(1), 0.5, 0.5)),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(2), 0.5, 0.0)),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(2), -0.5, 0.5)),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(1), 1.0000001)),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(1), Double.NaN)),
        Arguments.of(RejectionReason.WRONG_CHANCES, drawn(items(1), Double.POSITIVE_INFINITY)),
        Arguments.of(RejectionReason.LONG_TEXT, because(items(1), "r".repeat(513))),
        Arguments.of(RejectionReason.FUTURE, with(NOON + DAY, "e", "ada", "", items(1), Map.of())),
        Arguments.of(RejectionReason.TOO_OLD, with(1000, "e", "ada", "", items(1), Map.of())));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void rejectsWhatCannotBeUsed(RejectionReason reason, ListExposure exposure) {
    assertThat(reason(RECORDS.of(exposure).value())).isEqualTo(reason);
  }

  @Test
  void usesTheLongestListAndNames() throws RejectedException {
    String name = "n".repeat(64);
    ListExposure longest = with(NOON, "e", "ada", name, items(200), experiments(50));

    assertThat(decode(RECORDS.of(longest).value())).isEqualTo(longest);
  }

  @Test
  void rejectsWhatIsNoExposure() {
    byte[] whole = RECORDS.of(SHOWN).value();
    byte[] cut = new byte[whole.length - 1];
    System.arraycopy(whole, 0, cut, 0, cut.length);

    assertThat(reason(null)).isEqualTo(RejectionReason.EMPTY_RECORD);
    assertThat(reason(new byte[0])).isEqualTo(RejectionReason.EMPTY_RECORD);
    assertThat(reason(cut)).isEqualTo(RejectionReason.MALFORMED);
  }
}
