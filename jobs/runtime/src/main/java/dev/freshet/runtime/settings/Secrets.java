package dev.freshet.runtime.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.ReadableConfig;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of what others can read. Every user of a machine sees its command lines, and
 * Flink writes them to its log and to its web page.
 */
public final class Secrets {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");
  private static final String FILE = "-file";

  /** A whole private key, which Kafka's clients take; Flink knows no such option. */
  private static final String PRIVATE_KEY = ".ssl.keystore.key";

  private Secrets() {}

  /**
   * Refuses a secret that is given on the command line.
   *
   * @throws IllegalArgumentException naming the key and the ways to give it, but not the value
   */
  static void refuseOnCommandLine(String key) {
    if ((GlobalConfiguration.isSensitive(key) || key.endsWith(PRIVATE_KEY))
        && !key.endsWith(FILE)) {
      throw new IllegalArgumentException(
          "--%1$s is a secret, and command lines can be read by others: put %1$s into the file of"
                  .formatted(key)
              + " --config, where ${env:NAME} stands for a variable of the environment");
    }
  }

  /**
   * A value of a file with {@code ${env:NAME}} replaced by that variable of the environment.
   *
   * @param environment variables by name, null where there is none
   * @throws IllegalArgumentException naming the key and the variable that is not set
   */
  static String resolve(String key, String value, UnaryOperator<@Nullable String> environment) {
    return VARIABLE
        .matcher(value)
        .replaceAll(found -> Matcher.quoteReplacement(variable(key, found.group(1), environment)));
  }

  private static String variable(
      String key, String name, UnaryOperator<@Nullable String> environment) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalArgumentException(
          key
              + ": the environment has no variable "
              + name
              + "; set it for the process of the job");
    }
    return value;
  }

  /**
   * A secret that is given itself or in a file of its own; empty if it is not given.
   *
   * @throws IllegalArgumentException naming the options if both are set, or the file if it cannot
   *     be read
   */
  public static String read(
      ReadableConfig config, ConfigOption<String> secret, ConfigOption<String> secretFile) {
    Optional<String> given = config.getOptional(secret);
    Optional<String> file = config.getOptional(secretFile);
    if (given.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException(
          "%s and %s are both set: drop one".formatted(secret.key(), secretFile.key()));
    }
    return file.map(path -> read(secretFile, path)).or(() -> given).orElse("");
  }

  /**
   * A secret that is in a file of its own, as Kubernetes mounts it; line ends behind it do not
   * count.
   *
   * @throws IllegalArgumentException naming the option and the file if it cannot be read or is
   *     empty
   */
  public static String read(ConfigOption<String> option, String file) {
    String secret = text(option, file).replaceFirst("[\\r\\n]+$", "");
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(option.key() + ": " + file + " is empty");
    }
    return secret;
  }

  /**
   * Secrets that are in a properties file.
   *
   * @throws IllegalArgumentException naming the option and the file if it cannot be read
   */
  public static Map<String, String> readProperties(ConfigOption<String> option, String file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(option, file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(option.key() + ": " + file + " is no properties file", e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), properties::getProperty));
  }

  private static String text(ConfigOption<String> option, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option.key() + ": cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
