package dev.freshet.localstack.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment: epoch milliseconds, an ISO-8601 instant, or a day, which begins in UTC. */
public final class TimeConverter implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      if (text.matches("\\d+")) {
        return Instant.ofEpochMilli(Long.parseLong(text));
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time such as 2026-11-24T22:00:00Z, 2026-11-24 or 1764021600000");
    }
  }
}
