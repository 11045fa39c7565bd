package dev.freshet.runtime.settings;

import java.util.List;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;

/** The options that classes declare, written down for people. */
public final class OptionsPage {

  private static final int HELP_WIDTH = 100;
  private static final String HELP_INDENT = "      ";

  private OptionsPage() {}

  /** A Markdown table: key, type, default, description; one row per option, in declared order. */
  public static String render(Class<?>... optionClasses) {
    StringBuilder page =
        new StringBuilder("| key | type | default | meaning |\n|---|---|---|---|\n");
    for (KnownOption option : KnownOption.of(optionClasses)) {
      page.append(
          "| `%s` | %s | `%s` | %s |\n"
              .formatted(
                  option.isMap() ? option.key() + ".*" : option.key(),
                  option.kind(),
                  option.shownDefault(),
                  option.description().replace("|", "\\|").replace("<", "&lt;")));
    }
    return page.toString();
  }

  /** A Markdown table of Flink's own options: key and what jobs set it to, by key. */
  public static String render(Configuration defaults) {
    StringBuilder page = new StringBuilder("| key | default |\n|---|---|\n");
    new TreeMap<>(defaults.toMap())
        .forEach((key, value) -> page.append("| `%s` | `%s` |\n".formatted(key, value)));
    return page.toString();
  }

  /** Options for a terminal: each option's key, type and default, its meaning below. */
  static String help(List<KnownOption> options) {
    StringBuilder help = new StringBuilder();
    for (KnownOption option : options) {
      help.append(
          "  --%s <%s>  (default: %s)\n"
              .formatted(
                  option.isMap() ? option.key() + ".<name>" : option.key(),
                  option.kind(),
                  option.shownDefault()));
      help.append(wrapped(option.description()));
    }
    return help.toString();
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(HELP_INDENT);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > HELP_WIDTH) {
        lines.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(HELP_INDENT);
      }
      line.append(word).append(' ');
    }
    return lines.append(line.toString().stripTrailing()).append('\n').toString();
  }
}
