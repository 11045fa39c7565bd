package dev.freshet.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on Kafka to records and back, in Avro's <a
 * href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">single-object
 * encoding</a>: two marker bytes, the writer schema's CRC-64-AVRO fingerprint, the datum.
 *
 * <p>The fingerprint lets one reader understand every producer, older or newer: all released
 * schemas are known from the start, further ones are added by {@link #withWriters}. Instances are
 * immutable and safe to share between threads.
 */
public final class RecordEncoding<T extends SpecificRecord> {

  /**
   * Every schema version ever released, oldest first; kept for ever, as Kafka may still hold it.
   */
  static final List<String> RELEASED =
      List.of(
          "ClickEvent-1",
          "StudyEvent-1",
          "CommentEvent-1",
          "PurchaseEvent-1",
          "Item-1",
          "StickinessState-1",
          "InterestState-1",
          "CommentEvent-2",
          "Rule-1",
          "RewardEvent-1",
          "Audience-1",
          "AudienceChange-1",
          "Rule-2",
          "Preferences-1",
          "CommentEvent-3",
          "ExposureEvent-1",
          "Experiment-1",
          "ExposureEvent-2",
          "EffectState-1",
          "ExposureEvent-3",
          "EffectState-2",
          "Item-2",
          "ListRule-1");

  private static final int HEADER_BYTES = 10;

  static {
    trustGeneratedRecords();
  }

  private final Schema current;
  private final SpecificData model;
  private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
  private final BinaryMessageEncoder<T> encoder;

  private RecordEncoding(Schema current, SpecificData model, Collection<Schema> writers) {
    this.current = current;
    this.model = model;
    this.encoder = new BinaryMessageEncoder<>(model, current);
    addReader(current);
    writers.forEach(this::addReader);
  }

  /** The encoding of the topic {@code clicks}. */
  public static RecordEncoding<ClickEvent> clicks() {
    return of(ClickEvent.getClassSchema(), ClickEvent.class);
  }

  /** The encoding of the topic {@code study}. */
  public static RecordEncoding<StudyEvent> study() {
    return of(StudyEvent.getClassSchema(), StudyEvent.class);
  }

  /** The encoding of the topic {@code comments}. */
  public static RecordEncoding<CommentEvent> comments() {
    return of(CommentEvent.getClassSchema(), CommentEvent.class);
  }

  /** The encoding of the topic {@code purchases}. */
  public static RecordEncoding<PurchaseEvent> purchases() {
    return of(PurchaseEvent.getClassSchema(), PurchaseEvent.class);
  }

  /** The encoding of the topic {@code exposures}. */
  public static RecordEncoding<ExposureEvent> exposures() {
    return of(ExposureEvent.getClassSchema(), ExposureEvent.class);
  }

  /** The encoding of the topic {@code items}. */
  public static RecordEncoding<Item> items() {
    return of(Item.getClassSchema(), Item.class);
  }

  /** The encoding of the topic {@code stickiness}. */
  public static RecordEncoding<StickinessState> stickiness() {
    return of(StickinessState.getClassSchema(), StickinessState.class);
  }

  /** The encoding of the topic {@code interests}. */
  public static RecordEncoding<InterestState> interests() {
    return of(InterestState.getClassSchema(), InterestState.class);
  }

  /** The encoding of the topic {@code rules}. */
  public static RecordEncoding<Rule> rules() {
    return of(Rule.getClassSchema(), Rule.class);
  }

  /** The encoding of the topic {@code rewards}. */
  public static RecordEncoding<RewardEvent> rewards() {
    return of(RewardEvent.getClassSchema(), RewardEvent.class);
  }

  /** The encoding of audiences, which are on the topic {@code rules} too. */
  public static RecordEncoding<Audience> audiences() {
    return of(Audience.getClassSchema(), Audience.class);
  }

  /** The encoding of rules on lists, which are on the topic {@code rules} too. */
  public static RecordEncoding<ListRule> listRules() {
    return of(ListRule.getClassSchema(), ListRule.class);
  }

  /** The encoding of the topic {@code audience-changes}. */
  public static RecordEncoding<AudienceChange> audienceChanges() {
    return of(AudienceChange.getClassSchema(), AudienceChange.class);
  }

  /** The encoding of the topic {@code preferences}. */
  public static RecordEncoding<Preferences> preferences() {
    return of(Preferences.getClassSchema(), Preferences.class);
  }

  /** The encoding of the topic {@code effects}. */
  public static RecordEncoding<EffectState> effects() {
    return of(EffectState.getClassSchema(), EffectState.class);
  }

  /** The encoding of the topic {@code experiments}. */
  public static RecordEncoding<Experiment> experiments() {
    return of(Experiment.getClassSchema(), Experiment.class);
  }

  private static <T extends SpecificRecord> RecordEncoding<T> of(Schema current, Class<T> type) {
    return new RecordEncoding<>(current, SpecificData.getForClass(type), releasedOf(current));
  }

  /**
   * This encoding, able to read what these writer schemas wrote as well. Schemas of other records
   * are ignored, so that one collection serves every topic.
   *
   * @throws IllegalArgumentException for a schema that the current one cannot read
   */
  public RecordEncoding<T> withWriters(Collection<Schema> writers) {
    List<Schema> known = new ArrayList<>(releasedOf(current));
    for (Schema writer : writers) {
      if (writer.getFullName().equals(current.getFullName())) {
        requireReadable(writer);
        known.add(writer);
      }
    }
    return new RecordEncoding<>(current, model, known);
  }

  /** The record as bytes, written with the current schema. */
  public byte[] encode(T record) {
    try {
      ByteBuffer encoded = encoder.encode(record);
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new AvroRuntimeException("cannot encode a " + current.getName(), e);
    }
  }

  /**
   * The record in these bytes, whatever known schema wrote it, as the current schema has it.
   *
   * @throws UnknownSchemaException if the header names a schema that is not known
   * @throws MalformedRecordException if the bytes are anything but one whole record
   */
  public T decode(byte[] bytes) throws UnknownSchemaException, MalformedRecordException {
    long fingerprint = fingerprintOf(bytes);
    SpecificDatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new UnknownSchemaException(current.getName(), fingerprint);
    }
    BinaryDecoder datum =
        DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
    T record = read(reader, datum);
    requireEnd(datum);
    return record;
  }

  private T read(SpecificDatumReader<T> reader, BinaryDecoder datum)
      throws MalformedRecordException {
    try {
      return reader.read(null, datum);
    } catch (IOException | RuntimeException e) {
      // Random bytes can trip Avro anywhere (index, enum, UTF-8, length): all of it means
      // malformed.
      throw new MalformedRecordException(
          "the bytes do not hold a whole " + current.getName() + ": " + e, e);
    }
  }

  private void requireEnd(BinaryDecoder datum) throws MalformedRecordException {
    try {
      if (!datum.isEnd()) {
        throw new MalformedRecordException(
            "bytes follow after the end of the " + current.getName());
      }
    } catch (IOException e) {
      throw new MalformedRecordException("the bytes cannot be read to their end", e);
    }
  }

  private static long fingerprintOf(byte[] bytes) throws MalformedRecordException {
    if (bytes.length < HEADER_BYTES) {
      throw new MalformedRecordException(
          "a record has a header of %d bytes, but only %d came"
              .formatted(HEADER_BYTES, bytes.length));
    }
    if (bytes[0] != (byte) 0xC3 || bytes[1] != (byte) 0x01) {
      throw new MalformedRecordException(
          String.format(
              "a record begins with the bytes c3 01 (Avro single-object encoding), not %02x %02x",
              bytes[0], bytes[1]));
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
  }

  private void addReader(Schema writer) {
    readers.put(
        SchemaNormalization.parsingFingerprint64(writer),
        new SpecificDatumReader<>(writer, current, model));
  }

  private void requireReadable(Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(current, writer);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalArgumentException(
          "records of this writer schema of "
              + writer.getFullName()
              + " cannot be read: "
              + compatibility.getResult().getIncompatibilities());
    }
  }

  private static List<Schema> releasedOf(Schema current) {
    return RELEASED.stream()
        .filter(name -> name.startsWith(current.getName() + "-"))
        .map(RecordEncoding::released)
        .toList();
  }

  /** The released schema of this name and version, such as {@code ClickEvent-1}. */
  static Schema released(String name) {
    try (@Nullable InputStream schema =
        RecordEncoding.class.getResourceAsStream("released/" + name + ".avsc")) {
      if (schema == null) {
        throw new IllegalStateException(
            "the released schema " + name + " is not on the class path");
      }
      return new SchemaParser().parse(schema).mainSchema();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the released schema " + name, e);
    }
  }

  /**
   * Avro creates only classes that it was told to trust; telling it here spares every JVM of a
   * cluster a system property. What the operator trusts already stays trusted.
   */
  private static void trustGeneratedRecords() {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            ClassSecurityValidator.builder()
                .add(ClickEvent.class)
                .add(StudyEvent.class)
                .add(CommentEvent.class)
                .add(CommentKind.class)
                .add(PurchaseEvent.class)
                .add(ExposureEvent.class)
                .add(Item.class)
                .add(StickinessState.class)
                .add(InterestState.class)
                .add(TagWeight.class)
                .add(Rule.class)
                .add(RuleCount.class)
                .add(CountedThing.class)
                .add(CalendarWindow.class)
                .add(RuleLimit.class)
                .add(RuleCoupon.class)
                .add(RewardEvent.class)
                .add(RewardCoupon.class)
                .add(Audience.class)
                .add(ListRule.class)
                .add(ListRuleAction.class)
                .add(AudienceChange.class)
                .add(AudienceMove.class)
                .add(Preferences.class)
                .add(Experiment.class)
                .add(ExperimentVariant.class)
                .add(ExperimentGuardrail.class)
                .add(EffectState.class)
                .add(EffectCounts.class)
                .add(EffectReason.class)
                .build()));
  }
}
