package dev.freshet.k8s.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.operator.config.KubernetesOperatorConfigOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** The options of Flink, its operator and its autoscaler, as their own libraries declare them. */
final class KnownFlinkOptions {

  private static final Pattern CLASS = Pattern.compile("org/apache/flink/[\\w/]*Options\\.class");

  /** An option of one metrics reporter, of which there may be any number. */
  private static final Pattern REPORTER = Pattern.compile("metrics\\.reporter\\.\\w+\\.(.+)");

  private final Map<String, ConfigOption<?>> options = new TreeMap<>();

  KnownFlinkOptions() {
    for (Class<?> one :
        List.of(
            PipelineOptions.class,
            RocksDBOptions.class,
            KubernetesConfigOptions.class,
            KubernetesOperatorConfigOptions.class,
            AutoScalerOptions.class)) {
      addAllOfTheJarOf(one);
    }
  }

  /** The option that a key sets; not one that it had in earlier versions. */
  Optional<ConfigOption<?>> find(String key) {
    var reporter = REPORTER.matcher(key);
    if (reporter.matches()) {
      return ofReporter(reporter.group(1));
    }
    return Optional.ofNullable(options.get(key));
  }

  private static Optional<ConfigOption<?>> ofReporter(String key) {
    return switch (key) {
      case "factory.class" -> Optional.of(MetricOptions.REPORTER_FACTORY_CLASS);
      case "interval" -> Optional.of(MetricOptions.REPORTER_INTERVAL);
      // Of the reporter for Prometheus, which has no class of options.
      case "port" -> Optional.of(ConfigOptions.key(key).intType().noDefaultValue());
      default -> Optional.empty();
    };
  }

  private void addAllOfTheJarOf(Class<?> one) {
    try (JarFile jar =
        new JarFile(
            Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> CLASS.matcher(name).matches())
          .forEach(name -> addAll(name.replace('/', '.').replace(".class", "")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the library of " + one, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addAll(String className) {
    try {
      for (Field field : Class.forName(className).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          field.setAccessible(true);
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          options.put(option.key(), option);
        }
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // An option of a part of Flink that is not here cannot be meant either.
      return;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
