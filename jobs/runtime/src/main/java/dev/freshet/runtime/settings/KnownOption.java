package dev.freshet.runtime.settings;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/**
 * One option as an operator sees it.
 *
 * @param option the option
 * @param type what its values are
 */
record KnownOption(ConfigOption<?> option, Class<?> type) {

  /**
   * The options declared as static fields of these classes, class by class in the order of
   * declaration.
   */
  static List<KnownOption> of(Class<?>... optionClasses) {
    List<KnownOption> known = new ArrayList<>();
    for (Class<?> optionClass : optionClasses) {
      for (Field field : optionClass.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          known.add(of(field));
        }
      }
    }
    return known;
  }

  private static KnownOption of(Field field) {
    try {
      field.setAccessible(true);
      Object option = field.get(null);
      Type value = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
      Type raw = value instanceof ParameterizedType generic ? generic.getRawType() : value;
      if (option instanceof ConfigOption<?> configOption && raw instanceof Class<?> type) {
        return new KnownOption(configOption, type);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read the option " + field, e);
    }
    throw new IllegalStateException("not the declaration of an option: " + field);
  }

  String key() {
    return option.key();
  }

  /** Whether a configured key sets this option: its own key, or one below it for a map. */
  boolean isSetBy(String configured) {
    return isAtOrBelow(key(), configured);
  }

  /** Whether a configured key set this option before the option was given another. */
  boolean wasSetBy(String configured) {
    return StreamSupport.stream(option.fallbackKeys().spliterator(), false)
        .map(FallbackKey::getKey)
        .anyMatch(former -> isAtOrBelow(former, configured));
  }

  private boolean isAtOrBelow(String key, String configured) {
    return configured.equals(key) || (isMap() && configured.startsWith(key + "."));
  }

  boolean isMap() {
    return Map.class.isAssignableFrom(type);
  }

  /** What a value looks like, for tables: {@code duration}, {@code whole number}. */
  String kind() {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(KnownOption::lowerCase)
          .collect(Collectors.joining(", "));
    }
    if (type == Duration.class) {
      return "duration";
    }
    if (type == MemorySize.class) {
      return "size";
    }
    if (type == Integer.class || type == Long.class) {
      return "whole number";
    }
    if (type == Double.class || type == Float.class) {
      return "number";
    }
    if (type == Boolean.class) {
      return "true, false";
    }
    return isMap() ? "keys and values" : "text";
  }

  /** What a value must be, for errors: {@code a duration such as 200 ms or 5 min}. */
  String expectation() {
    if (type.isEnum() || type == Boolean.class) {
      return "one of " + kind();
    }
    if (type == Duration.class) {
      return "a duration such as 200 ms, 30 s, 5 min or 1 d";
    }
    if (type == MemorySize.class) {
      return "a size such as 900 kb or 1 mb";
    }
    return type == String.class || isMap() ? kind() : "a " + kind();
  }

  /** The default as an operator would write it. */
  String shownDefault() {
    Object value = option.defaultValue();
    if (value == null || (value instanceof Map<?, ?> map && map.isEmpty())) {
      return "none";
    }
    if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration);
    }
    if (value instanceof MemorySize size) {
      return shown(size);
    }
    if (value instanceof Enum<?> constant) {
      return lowerCase(constant);
    }
    return value.toString().isEmpty() ? "empty" : value.toString();
  }

  /** The description as plain text. */
  String description() {
    return new HtmlFormatter()
        .format(option.description())
        .replace("&lt;", "<")
        .replace("&gt;", ">");
  }

  private static String shown(MemorySize size) {
    long bytes = size.getBytes();
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " mb";
    }
    return bytes % (1 << 10) == 0 ? (bytes >> 10) + " kb" : bytes + " bytes";
  }

  private static String lowerCase(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}
