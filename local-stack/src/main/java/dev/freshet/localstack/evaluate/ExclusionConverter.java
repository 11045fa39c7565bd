package dev.freshet.localstack.evaluate;

import dev.freshet.scoring.candidates.Exclusion;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an {@link Exclusion} in small letters, whatever the parent command has set. */
final class ExclusionConverter implements ITypeConverter<Exclusion> {

  @Override
  public Exclusion convert(String value) {
    return Arrays.stream(Exclusion.values())
        .filter(exclusion -> exclusion.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected touched, completed or nothing but was '"
                        + value.toLowerCase(Locale.ROOT)
                        + "'"));
  }
}
