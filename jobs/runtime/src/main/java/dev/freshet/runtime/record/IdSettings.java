package dev.freshet.runtime.record;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Which ids are used.
 *
 * @param maxLength the longest id, characters
 * @param placeholders what is no id of an event, a user or an item
 * @param placeholderUsers what is no id of a user either
 * @param normalised whether the composed and the decomposed form of an id are one
 */
public record IdSettings(
    int maxLength, List<String> placeholders, List<String> placeholderUsers, boolean normalised)
    implements Serializable {

  public IdSettings {
    atLeast(1, EventOptions.MAX_ID_LENGTH, maxLength);
    placeholders = List.copyOf(placeholders);
    placeholderUsers = List.copyOf(placeholderUsers);
  }

  static IdSettings from(ReadableConfig config) {
    return new IdSettings(
        config.get(EventOptions.MAX_ID_LENGTH),
        list(config, EventOptions.PLACEHOLDER_IDS),
        list(config, EventOptions.PLACEHOLDER_USERS),
        config.get(EventOptions.NORMALISE_IDS));
  }

  private static List<String> list(ReadableConfig config, ConfigOption<String> option) {
    return Arrays.stream(config.get(option).split(";", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }
}
