package dev.freshet.runtime.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Guardrail;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExperimentDecoderTest {

  private static final int MOST_BYTES = 10_000;
  private static final Experiment FRESH_FIRST =
      new Experiment(
          "fresh-first",
          List.of("home", "mail"),
          "winter",
          0.05,
          1_000L,
          2_000L,
          List.of(
              new Variant(Variant.CONTROL, 0.5, Parameters.USUAL),
              new Variant(
                  "b", 0.25, new Parameters(Map.of("peers", 2.0), null, null, null, "next:")),
              new Variant("c", 0.25, new Parameters(Map.of(), null, 0.1, null, ""))),
          Metric.CTR,
          List.of(new Guardrail(Metric.STUDY, 0.02)),
          20_000L);

  private final ExperimentDecoder decoder = new ExperimentDecoder();

  private static RawRecord record(String key, byte @Nullable [] value) {
    return RawRecord.of(
        new ConsumerRecord<>("experiments", 0, 1L, key.getBytes(UTF_8), value), MOST_BYTES);
  }

  private static byte[] bytes(dev.freshet.schemas.Experiment record) {
    return RecordEncoding.experiments().encode(record);
  }

  private static dev.freshet.schemas.Experiment written() {
    return ExperimentRecords.record(FRESH_FIRST);
  }

  private Rejection rejection(RawRecord raw) {
    return catchThrowableOfType(RejectedException.class, () -> decoder.decode(raw)).rejection();
  }

  @Test
  void readsWhatWasWrittenWithAllItsParts() throws Exception {
    RawRecord raw = record("fresh-first", bytes(written()));

    assertThat(decoder.decode(raw)).isEqualTo(FRESH_FIRST);
    assertThat(ExperimentDecoder.name(raw)).isEqualTo("fresh-first");
  }

  @Test
  void takesTheNameForTheSaltUnlessItIsTold() throws Exception {
    dev.freshet.schemas.Experiment unsalted =
        dev.freshet.schemas.Experiment.newBuilder(written()).setSalt("").build();

    assertThat(decoder.decode(record("fresh-first", bytes(unsalted))))
        .extracting(Experiment::salt)
        .isEqualTo("fresh-first");
  }

  @Test
  void takesARecordWithoutValueForTheEnd() throws Exception {
    assertThat(decoder.decode(record("fresh-first", null))).isNull();
  }

  @Test
  void rejectsWhatNoReaderCouldApply() {
    dev.freshet.schemas.ExperimentVariant older =
        dev.freshet.schemas.ExperimentVariant.newBuilder()
            .setName("c")
            .setShare(0.5)
            .setWeights(Map.of("constant", 2.0))
            .build();
    dev.freshet.schemas.Experiment wrong =
        dev.freshet.schemas.Experiment.newBuilder(written())
            .setVariants(List.of(written().getVariants().get(0), older))
            .build();

    assertThat(rejection(record("fresh-first", bytes(wrong))))
        .extracting(Rejection::reason, Rejection::detail)
        .containsExactly(
            RejectionReason.WRONG_EXPERIMENT,
            "weights: constant is the same for all items, so it changes no list: leave it out");
  }

  @Test
  void rejectsOneThatBelongsToAnotherKey() {
    assertThat(rejection(record("other", bytes(written()))))
        .isEqualTo(
            new Rejection(
                RejectionReason.WRONG_EXPERIMENT,
                "name: is fresh-first, but the record's key is other"));
  }

  @Test
  void rejectsWhatIsNoExperimentTellingWhatIsWrong() {
    dev.freshet.schemas.Experiment wrong =
        dev.freshet.schemas.Experiment.newBuilder(written()).setPrimary("fame").build();

    assertThat(rejection(record("fresh-first", bytes(wrong))))
        .isEqualTo(
            new Rejection(
                RejectionReason.WRONG_EXPERIMENT,
                "metric: fame is none of"
                    + " [ctr, lists, study, completions, likes, purchases, conversion, return28]"));
    assertThat(rejection(record("fresh-first", new byte[] {1})).reason())
        .isEqualTo(RejectionReason.MALFORMED);
  }
}
