package dev.freshet.localstack.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The fields of an Avro record by name; one that the writer's schema lacks counts as null. */
final class AvroFields {

  private final GenericRecord datum;

  AvroFields(GenericRecord datum) {
    this.datum = datum;
  }

  private @Nullable Object value(String field) {
    return datum.hasField(field) ? datum.get(field) : null;
  }

  boolean has(String field) {
    return value(field) != null;
  }

  /** The text of a field, empty for null. */
  String text(String field) {
    Object value = value(field);
    return value == null ? "" : value.toString();
  }

  String required(String field) throws BadRowException {
    String text = text(field);
    if (text.isBlank()) {
      throw new BadRowException("empty " + field);
    }
    return text;
  }

  long integer(String field) throws BadRowException {
    if (value(field) instanceof Number number) {
      return number.longValue();
    }
    throw new BadRowException(field + " is missing or not a number");
  }

  /** The number of a field, NaN for null. */
  double number(String field) throws BadRowException {
    Object value = value(field);
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new BadRowException(field + " is not a number");
  }

  boolean flag(String field) {
    return value(field) instanceof Boolean flag && flag;
  }

  /** The texts of a map by their keys, none for null. */
  Map<String, String> texts(String field) {
    Map<String, String> texts = new HashMap<>();
    if (value(field) instanceof Map<?, ?> map) {
      map.forEach((key, text) -> texts.put(String.valueOf(key), String.valueOf(text)));
    }
    return texts;
  }

  /** The elements of a field, none for null. */
  List<?> list(String field) {
    return value(field) instanceof List<?> list ? list : List.of();
  }
}
