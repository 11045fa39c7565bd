package dev.freshet.localstack.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.schemas.ClickEvent;
import dev.freshet.schemas.CommentEvent;
import dev.freshet.schemas.CommentKind;
import dev.freshet.schemas.ExposureEvent;
import dev.freshet.schemas.Item;
import dev.freshet.schemas.PurchaseEvent;
import dev.freshet.schemas.StudyEvent;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroEventLogTest {

  private static final Schema ALL =
      Schema.createUnion(
          ClickEvent.getClassSchema(),
          StudyEvent.getClassSchema(),
          CommentEvent.getClassSchema(),
          PurchaseEvent.getClassSchema(),
          Item.getClassSchema());

  @TempDir Path folder;

  private Path file = Path.of(".");
  private final List<BadRow> badRows = new ArrayList<>();

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("events.avro");
  }

  @Test
  void readsOneTypePerFile() throws IOException {
    write(ClickEvent.getClassSchema(), click("c1", "ann"), click("", "bob"));

    assertThat(events())
        .containsExactly(
            Interaction.click("c1", "ann", "algebra", 1000),
            Interaction.click(folder.getFileName() + "/events.avro#2", "bob", "algebra", 1000));
  }

  @Test
  void readsAUnionOfEventsAndItems() throws IOException {
    write(ALL, item(), click("c1", "ann"), study(90_500, 0.5), comment(8.0));

    assertThat(events())
        .containsExactly(
            Interaction.click("c1", "ann", "algebra", 1000),
            new Interaction(
                "s1", "ann", "algebra", 2000, InteractionKind.STUDY, 90.5, 0.5, true, Double.NaN),
            new Interaction(
                "r1", "ann", "algebra", 3000, InteractionKind.REVIEW, 0.0, Double.NaN, false, 8.0));
    assertThat(items())
        .containsExactly(
            new CatalogueItem(
                "algebra",
                "Algebra",
                List.of("maths"),
                "course",
                500,
                true,
                ItemVector.of(List.of(0.5f, 1.0f)),
                19.5,
                "beginner",
                "noether"));
    assertThat(badRows).isEmpty();
  }

  @Test
  void readsPurchases() throws IOException {
    PurchaseEvent purchase = new PurchaseEvent("p1", "ann", "plan", Instant.ofEpochMilli(4000));
    write(PurchaseEvent.getClassSchema(), purchase);

    assertThat(events())
        .containsExactly(Interaction.of("p1", "ann", "plan", 4000, InteractionKind.PURCHASE));
    assertThat(items()).isEmpty();
    assertThat(badRows).isEmpty();
  }

  @Test
  void readsWhatUsersWereShown() throws IOException {
    ExposureEvent shown =
        new ExposureEvent(
            "x1",
            "ann",
            Instant.ofEpochMilli(4000),
            "home",
            List.of("algebra", "python"),
            Map.of("layout", "b"),
            Instant.ofEpochMilli(3000),
            List.of(),
            List.of("again", "tag:python"));
    write(ExposureEvent.getClassSchema(), shown);

    try (Stream<LogEntry> entries = EventLog.open(file).entries(badRows::add)) {
      assertThat(entries)
          .extracting(LogEntry::exposure)
          .containsExactly(
              new ListExposure(
                  "x1",
                  "ann",
                  4000,
                  "home",
                  List.of("algebra", "python"),
                  Map.of("layout", "b"),
                  3000,
                  List.of("again", "tag:python")));
    }
    assertThat(events()).isEmpty();
    assertThat(badRows).isEmpty();
  }

  @Test
  void reportsABadRecordAndReadsOn() throws IOException {
    write(ALL, click("c1", ""), study(-1, 0.5), study(1, 1.5), comment(11.0), click("c2", "ann"));

    assertThat(events()).extracting(Interaction::id).containsExactly("c2");
    assertThat(badRows)
        .extracting(BadRow::line, BadRow::reason)
        .containsExactly(
            tuple(1L, "empty user"),
            tuple(2L, "negative duration -1.0"),
            tuple(3L, "progress must be 0 to 1, was 1.5"),
            tuple(4L, "a rating must be 1 to 10, was 11.0"));
  }

  @Test
  void reportsAnItemWhoseVectorIsNotLikeTheFirst() throws IOException {
    write(ALL, item(), item(0f, 0f), item(1f, 2f, 3f), item(1e20f, 1e20f), item(3f, 4f));

    assertThat(items()).extracting(item -> item.vector().size()).containsExactly(2, 0, 2);
    assertThat(badRows)
        .extracting(BadRow::line, BadRow::reason)
        .containsExactly(
            tuple(3L, "vector holds 3 numbers, not 2"),
            tuple(4L, "vector has the square Infinity"));
  }

  @Test
  void skipsADamagedBlock() throws IOException {
    try (DataFileWriter<Object> writer = writer(ClickEvent.getClassSchema())) {
      writer.append(click("c1", "ann"));
      writer.sync();
      writer.append(click("c2", "damaged"));
      writer.sync();
      writer.append(click("c3", "ann"));
    }
    byte[] bytes = Files.readAllBytes(file);
    int name = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("damaged");
    // The byte before a text is its length: this one claims more than the block holds.
    bytes[name - 1] = (byte) 0x7E;
    Files.write(file, bytes);

    assertThat(events()).extracting(Interaction::id).containsExactly("c1", "c3");
    assertThat(badRows)
        .extracting(BadRow::line, BadRow::reason)
        .containsExactly(tuple(2L, "the rest of this block is damaged"));
  }

  @Test
  void endsAtATruncation() throws IOException {
    try (DataFileWriter<Object> writer = writer(ClickEvent.getClassSchema())) {
      writer.append(click("c1", "ann"));
      writer.sync();
      writer.append(click("c2", "ann"));
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

    assertThat(events()).extracting(Interaction::id).containsExactly("c1");
    assertThat(badRows)
        .extracting(BadRow::line, BadRow::reason)
        .containsExactly(tuple(2L, "the file is truncated"));
  }

  @Test
  void readsWhatAnOlderProducerWrote() throws IOException {
    Schema older =
        SchemaBuilder.record("StudyEvent")
            .namespace("dev.freshet.schemas")
            .fields()
            .requiredString("user")
            .requiredString("item")
            .requiredLong("occurredAt")
            .endRecord();
    GenericData.Record event = new GenericData.Record(older);
    event.put("user", "ann");
    event.put("item", "algebra");
    event.put("occurredAt", 1000L);
    write(older, event);

    assertThat(events())
        .containsExactly(
            Interaction.of(
                folder.getFileName() + "/events.avro#1",
                "ann",
                "algebra",
                1000,
                InteractionKind.STUDY));
  }

  @Test
  void refusesRecordsOfAnotherKind() throws IOException {
    Schema other = SchemaBuilder.record("Purchase").fields().requiredString("user").endRecord();
    write(other);

    assertThatThrownBy(() -> EventLog.open(file))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("events.avro: expected Avro records of")
        .hasMessageContaining("found: [Purchase]");
  }

  private static ClickEvent click(String id, String user) {
    return ClickEvent.newBuilder()
        .setId(id)
        .setUser(user)
        .setItem("algebra")
        .setOccurredAt(Instant.ofEpochMilli(1000))
        .build();
  }

  private static StudyEvent study(long durationMillis, double progress) {
    return StudyEvent.newBuilder()
        .setId("s1")
        .setUser("ann")
        .setItem("algebra")
        .setOccurredAt(Instant.ofEpochMilli(2000))
        .setDurationMillis(durationMillis)
        .setProgress(progress)
        .setCompleted(true)
        .build();
  }

  private static CommentEvent comment(double rating) {
    return CommentEvent.newBuilder()
        .setId("r1")
        .setUser("ann")
        .setItem("algebra")
        .setOccurredAt(Instant.ofEpochMilli(3000))
        .setKind(CommentKind.REVIEW)
        .setRating(rating)
        .build();
  }

  private static Item item() {
    return item(0.5f, 1.0f);
  }

  private static Item item(Float... vector) {
    return Item.newBuilder()
        .setItem("algebra")
        .setTitle("Algebra")
        .setTags(List.of("maths", "maths"))
        .setKind("course")
        .setPublished(Instant.ofEpochMilli(500))
        .setRetired(true)
        .setVector(List.of(vector))
        .setPrice(19.5)
        .setLevel("beginner")
        .setAuthor("noether")
        .build();
  }

  private void write(Schema schema, Object... records) throws IOException {
    try (DataFileWriter<Object> writer = writer(schema)) {
      for (Object record : records) {
        writer.append(record);
      }
    }
  }

  private DataFileWriter<Object> writer(Schema schema) throws IOException {
    SpecificData model = SpecificData.getForClass(ClickEvent.class);
    return new DataFileWriter<>(new GenericDatumWriter<>(schema, model))
        .create(schema, file.toFile());
  }

  private List<Interaction> events() throws IOException {
    return TestLog.events(file, badRows::add);
  }

  private List<CatalogueItem> items() throws IOException {
    return TestLog.items(file, badRows::add);
  }
}
