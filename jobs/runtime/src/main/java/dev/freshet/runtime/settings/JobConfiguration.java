package dev.freshet.runtime.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job's configuration from files and the command line, which all use the keys of the
 * options.
 *
 * <p>Secrets are read from a file, where {@code ${env:NAME}} stands for a variable of the
 * environment, and are refused on the command line. Keys of Flink itself may stand beside the job's
 * own and are passed through. A key that begins like one of the job's own, or is but a slip away
 * from one, must be one. A key that an option had before it was renamed ({@link
 * ConfigOption#withDeprecatedKeys}) is refused with the one it has now.
 */
public final class JobConfiguration {

  private static final String CONFIG = "--config";
  private static final Set<String> HELP = Set.of("--help", "-h");
  private static final int SLIP = 2;

  private JobConfiguration() {}

  /** The help text, if the arguments ask for it with {@code --help}. */
  public static Optional<String> help(String[] args, Class<?>... optionClasses) {
    if (List.of(args).stream().noneMatch(HELP::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        """
        Options: [--config FILE ...] [--<key> <value> ...]

          --config FILE
              YAML (.yaml, .yml) or properties file with the keys below, without dashes. May be given
              several times: of files that say different things the last one wins, and the command
              line before all. Flink's own keys may be given in both places as well.
              ${env:NAME} in a file stands for a variable of the environment. Secrets are refused on
              the command line, which others can read.

        """
            + OptionsPage.help(KnownOption.of(optionClasses)));
  }

  /**
   * The configuration that the arguments describe: {@code --config FILE}, as often as there are
   * files, and {@code --key value} or {@code --key=value}. The last file wins, and the command line
   * before all files.
   *
   * @param optionClasses classes whose static fields declare the job's options
   * @throws IllegalArgumentException if an argument, a key or a value is wrong, naming it and what
   *     would be right
   */
  public static Configuration from(String[] args, Class<?>... optionClasses) {
    return from(args, System::getenv, optionClasses);
  }

  static Configuration from(
      String[] args, UnaryOperator<@Nullable String> environment, Class<?>... optionClasses) {
    List<Path> files = new ArrayList<>();
    Map<String, String> given = commandLine(args, files);
    Map<String, String> values = new LinkedHashMap<>();
    files.forEach(file -> values.putAll(read(file)));
    values.replaceAll((key, value) -> Secrets.resolve(key, value, environment));
    values.putAll(given);
    List<KnownOption> options = KnownOption.of(optionClasses);
    values.keySet().forEach(key -> requireKnown(key, options));
    Configuration configuration = Configuration.fromMap(values);
    options.forEach(option -> requireParsable(option, configuration, values));
    return configuration;
  }

  private static Map<String, String> commandLine(String[] args, List<Path> files) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--") || args[i].length() == 2) {
        throw new IllegalArgumentException(
            "unexpected argument '" + args[i] + "': give options as --key value");
      }
      int equals = args[i].indexOf('=');
      String key = args[i].substring(2, equals < 0 ? args[i].length() : equals);
      Secrets.refuseOnCommandLine(key);
      String value;
      if (equals >= 0) {
        value = args[i].substring(equals + 1);
      } else if (i + 1 < args.length && !args[i + 1].startsWith("--")) {
        value = args[++i];
      } else {
        throw new IllegalArgumentException("--" + key + " needs a value");
      }
      if (CONFIG.equals("--" + key)) {
        files.add(Path.of(value));
      } else if (given.put(key, value) != null) {
        throw new IllegalArgumentException("--" + key + " is given twice");
      }
    }
    return given;
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    String name = file.toString();
    try {
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        flatten("", YamlParserUtils.loadYamlFile(file.toFile()), values);
      } else {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
          properties.load(reader);
        }
        properties
            .stringPropertyNames()
            .forEach(key -> values.put(key, properties.getProperty(key)));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(CONFIG + " " + file + " cannot be read: " + e, e);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          CONFIG + " " + file + " is not valid: " + e.getMessage(), e);
    }
    return values;
  }

  private static void flatten(String prefix, Map<?, ?> nested, Map<String, String> values) {
    nested.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> deeper) {
            flatten(key + ".", deeper, values);
          } else if (value instanceof List<?> list) {
            values.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(";")));
          } else {
            values.put(key, value == null ? "" : value.toString());
          }
        });
  }

  private static void requireKnown(String key, List<KnownOption> options) {
    if (options.stream().anyMatch(option -> option.isSetBy(key))) {
      return;
    }
    options.stream()
        .filter(option -> option.wasSetBy(key))
        .findFirst()
        .ifPresent(option -> refuseFormer(key, option));
    Optional<KnownOption> closest =
        options.stream().min(Comparator.comparingInt(option -> edits(key, option.key())));
    boolean ours =
        options.stream().anyMatch(option -> firstPart(option.key()).equals(firstPart(key)));
    boolean slip = closest.isPresent() && edits(key, closest.get().key()) <= SLIP;
    if (ours || slip) {
      throw new IllegalArgumentException(
          "unknown option "
              + key
              + closest.map(option -> "; did you mean " + option.key() + "?").orElse(""));
    }
  }

  private static void refuseFormer(String key, KnownOption option) {
    throw new IllegalArgumentException(
        "the option " + key + " is now called " + option.key() + ": use that key");
  }

  private static void requireParsable(
      KnownOption option, Configuration configuration, Map<String, String> values) {
    try {
      configuration.getOptional(option.option());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: '%s' is not %s"
              .formatted(option.key(), values.get(option.key()), option.expectation()),
          e);
    }
  }

  private static String firstPart(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  /** The Levenshtein distance: how many letters to insert, remove or replace. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
