package dev.freshet.localstack.run;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an engine as options write it, such as {@code in-process}. */
final class EngineConverter implements ITypeConverter<RunCommand.Kind> {

  @Override
  public RunCommand.Kind convert(String text) {
    try {
      return RunCommand.Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is neither in-process nor flink");
    }
  }
}
