package dev.freshet.localstack.log;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The event records of an Avro log: ClickEvent, StudyEvent, CommentEvent, PurchaseEvent and
 * ExposureEvent.
 */
final class AvroEvent implements AvroTable.RecordParser<LogEntry> {

  private final String logName;
  private final Times times;

  AvroEvent(String logName, Times times) {
    this.logName = logName;
    this.times = times;
  }

  @Override
  public @Nullable LogEntry parse(long position, GenericRecord datum) throws BadRowException {
    AvroFields event = new AvroFields(datum);
    return switch (datum.getSchema().getName()) {
      case "ClickEvent" -> interaction(position, event, InteractionKind.CLICK);
      case "StudyEvent" -> interaction(position, event, InteractionKind.STUDY);
      case "CommentEvent" -> interaction(position, event, commentKind(event.text("kind")));
      case "PurchaseEvent" -> interaction(position, event, InteractionKind.PURCHASE);
      case "ExposureEvent" -> LogEntry.of(exposure(position, event));
      case "Item" -> null;
      default -> throw new BadRowException("unknown record " + datum.getSchema().getFullName());
    };
  }

  private String id(long position, AvroFields event) {
    String id = event.text("id");
    return id.isEmpty() ? logName + "#" + position : id;
  }

  private ListExposure exposure(long position, AvroFields event) throws BadRowException {
    return new ListExposure(
        id(position, event),
        event.required("user"),
        times.millis("occurredAt", event.integer("occurredAt")),
        event.text("placement"),
        event.list("items").stream().map(String::valueOf).toList(),
        event.texts("experiments"),
        event.has("asOf") ? times.millis("asOf", event.integer("asOf")) : EventTime.NEVER,
        event.list("reasons").stream().map(String::valueOf).toList(),
        event.list("chances").stream().map(chance -> ((Number) chance).doubleValue()).toList());
  }

  private LogEntry interaction(long position, AvroFields event, InteractionKind kind)
      throws BadRowException {
    return LogEntry.of(read(position, event, kind));
  }

  private Interaction read(long position, AvroFields event, InteractionKind kind)
      throws BadRowException {
    return new Interaction(
        id(position, event),
        event.required("user"),
        event.required("item"),
        times.millis("occurredAt", event.integer("occurredAt")),
        kind,
        seconds(event),
        progress(event.number("progress")),
        event.flag("completed"),
        Fields.rating(event.number("rating")),
        event.text("thread"),
        event.text("replyTo"));
  }

  private static InteractionKind commentKind(String name) {
    // A kind newer than this reader is a comment, as the schema's default says.
    return Arrays.stream(InteractionKind.values())
        .filter(kind -> kind != InteractionKind.PURCHASE && kind.name().equals(name))
        .findFirst()
        .orElse(InteractionKind.COMMENT);
  }

  private static double seconds(AvroFields event) throws BadRowException {
    double millis = event.number("durationMillis");
    if (millis < 0) {
      throw new BadRowException("negative duration " + millis);
    }
    return Double.isNaN(millis) ? 0.0 : millis / 1000.0;
  }

  private static double progress(double progress) throws BadRowException {
    if (progress < 0 || progress > 1) {
      throw new BadRowException("progress must be 0 to 1, was " + progress);
    }
    return progress;
  }
}
