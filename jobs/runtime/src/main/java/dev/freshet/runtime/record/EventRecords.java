package dev.freshet.runtime.record;

import dev.freshet.schemas.ClickEvent;
import dev.freshet.schemas.CommentEvent;
import dev.freshet.schemas.CommentKind;
import dev.freshet.schemas.ExposureEvent;
import dev.freshet.schemas.Item;
import dev.freshet.schemas.PurchaseEvent;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.StudyEvent;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes interactions, exposures and items as the records that a platform would produce. */
public final class EventRecords {

  private static final double MILLIS_PER_SECOND = 1000.0;

  private final Topics topics;
  private final RecordEncoding<ClickEvent> clicks = RecordEncoding.clicks();
  private final RecordEncoding<StudyEvent> study = RecordEncoding.study();
  private final RecordEncoding<CommentEvent> comments = RecordEncoding.comments();
  private final RecordEncoding<PurchaseEvent> purchases = RecordEncoding.purchases();
  private final RecordEncoding<ExposureEvent> exposures = RecordEncoding.exposures();
  private final RecordEncoding<Item> items = RecordEncoding.items();

  public EventRecords(Topics topics) {
    this.topics = topics;
  }

  /**
   * The record of an interaction: its topic by kind, its key the user.
   *
   * @throws IllegalArgumentException if there is no topic of such interactions
   */
  public ProducerRecord<byte[], byte[]> of(Interaction interaction) {
    if (!topics.has(interaction.kind())) {
      throw new IllegalArgumentException("no topic for " + interaction);
    }
    byte[] value =
        switch (interaction.kind()) {
          case CLICK -> clicks.encode(click(interaction));
          case STUDY -> study.encode(studied(interaction));
          case COMMENT, QUESTION, ANSWER, REVIEW, LIKE, DISLIKE, SHARE, ACCEPT ->
              comments.encode(comment(interaction));
          case PURCHASE -> purchases.encode(purchase(interaction));
        };
    return new ProducerRecord<>(topics.of(interaction.kind()), bytes(interaction.user()), value);
  }

  /**
   * The record of what a user was shown; its key the user.
   *
   * @throws IllegalArgumentException if there is no topic of exposures
   */
  public ProducerRecord<byte[], byte[]> of(ListExposure exposure) {
    if (!topics.hasExposures()) {
      throw new IllegalArgumentException("no topic for " + exposure);
    }
    ExposureEvent record =
        ExposureEvent.newBuilder()
            .setId(exposure.id())
            .setUser(exposure.user())
            .setOccurredAt(Instant.ofEpochMilli(exposure.atMillis()))
            .setPlacement(exposure.placement())
            .setItems(exposure.items())
            .setExperiments(exposure.variants())
            .setChances(exposure.chances())
            .setAsOf(
                exposure.listMillis() == EventTime.NEVER
                    ? null
                    : Instant.ofEpochMilli(exposure.listMillis()))
            .setReasons(exposure.reasons())
            .build();
    return new ProducerRecord<>(
        topics.exposures(), bytes(exposure.user()), exposures.encode(record));
  }

  /** The record of an item of the catalogue; its key the item. */
  public ProducerRecord<byte[], byte[]> of(CatalogueItem item) {
    Item record =
        Item.newBuilder()
            .setItem(item.item())
            .setTitle(item.title())
            .setTags(item.tags())
            .setKind(item.kind())
            .setPublished(
                item.publishedMillis() == 0 ? null : Instant.ofEpochMilli(item.publishedMillis()))
            .setRetired(item.retired())
            .setVector(item.vector().isEmpty() ? null : item.vector().toList())
            .setPrice(item.price())
            .setLevel(item.level())
            .setAuthor(item.author())
            .build();
    return new ProducerRecord<>(topics.items(), bytes(item.item()), items.encode(record));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ClickEvent click(Interaction interaction) {
    return ClickEvent.newBuilder()
        .setId(interaction.id())
        .setUser(interaction.user())
        .setItem(interaction.item())
        .setOccurredAt(Instant.ofEpochMilli(interaction.atMillis()))
        .build();
  }

  private static StudyEvent studied(Interaction interaction) {
    return StudyEvent.newBuilder()
        .setId(interaction.id())
        .setUser(interaction.user())
        .setItem(interaction.item())
        .setOccurredAt(Instant.ofEpochMilli(interaction.atMillis()))
        .setDurationMillis(Math.round(interaction.studySeconds() * MILLIS_PER_SECOND))
        .setProgress(unlessNaN(interaction.progress()))
        .setCompleted(interaction.completed())
        .build();
  }

  private static CommentEvent comment(Interaction interaction) {
    return CommentEvent.newBuilder()
        .setId(interaction.id())
        .setUser(interaction.user())
        .setItem(interaction.item())
        .setOccurredAt(Instant.ofEpochMilli(interaction.atMillis()))
        .setKind(CommentKind.valueOf(interaction.kind().name()))
        .setRating(unlessNaN(interaction.rating()))
        .setThread(unlessEmpty(interaction.thread()))
        .setReplyTo(unlessEmpty(interaction.replyTo()))
        .build();
  }

  private static PurchaseEvent purchase(Interaction interaction) {
    return PurchaseEvent.newBuilder()
        .setId(interaction.id())
        .setUser(interaction.user())
        .setItem(interaction.item())
        .setOccurredAt(Instant.ofEpochMilli(interaction.atMillis()))
        .build();
  }

  private static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Double unlessNaN(double number) {
    return Double.isNaN(number) ? null : number;
  }

  static Interaction interaction(ClickEvent event) {
    return Interaction.click(
        event.getId(), event.getUser(), event.getItem(), event.getOccurredAt().toEpochMilli());
  }

  static Interaction interaction(StudyEvent event) {
    return new Interaction(
        event.getId(),
        event.getUser(),
        event.getItem(),
        event.getOccurredAt().toEpochMilli(),
        InteractionKind.STUDY,
        event.getDurationMillis() / MILLIS_PER_SECOND,
        orNaN(event.getProgress()),
        event.getCompleted(),
        Double.NaN);
  }

  static Interaction interaction(CommentEvent event) {
    return new Interaction(
        event.getId(),
        event.getUser(),
        event.getItem(),
        event.getOccurredAt().toEpochMilli(),
        InteractionKind.valueOf(event.getKind().name()),
        0.0,
        Double.NaN,
        false,
        orNaN(event.getRating()),
        orEmpty(event.getThread()),
        orEmpty(event.getReplyTo()));
  }

  static Interaction interaction(PurchaseEvent event) {
    return Interaction.of(
        event.getId(),
        event.getUser(),
        event.getItem(),
        event.getOccurredAt().toEpochMilli(),
        InteractionKind.PURCHASE);
  }

  static ListExposure exposure(ExposureEvent event) {
    Instant asOf = event.getAsOf();
    return new ListExposure(
        event.getId(),
        event.getUser(),
        event.getOccurredAt().toEpochMilli(),
        event.getPlacement(),
        event.getItems(),
        event.getExperiments(),
        asOf == null ? EventTime.NEVER : asOf.toEpochMilli(),
        event.getReasons(),
        event.getChances());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static double orNaN(@Nullable Double number) {
    return number == null ? Double.NaN : number;
  }
}
