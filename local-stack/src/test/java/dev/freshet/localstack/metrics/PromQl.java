package dev.freshet.localstack.metrics;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus looks at.
 *
 * @param metrics the names of metrics
 * @param labels the names of labels
 */
public record PromQl(Set<String> metrics, Set<String> labels) {

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+\\w+");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)\\}");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern METRIC =
      Pattern.compile("(?<![a-zA-Z0-9_:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![a-zA-Z0-9_:]|\\s*\\()");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "by", "without", "on", "ignoring");

  /** Reads an expression; of one that is no PromQL it tells nothing in particular. */
  public static PromQl of(String expression) {
    Set<String> labels = new LinkedHashSet<>();
    String rest = STRING.matcher(expression).replaceAll("\"\"");
    rest = OFFSET.matcher(RANGE.matcher(rest).replaceAll("")).replaceAll("");
    rest = take(MATCHERS, rest, labels);
    rest = take(GROUPING, rest, labels);
    Set<String> metrics = names(METRIC, rest);
    metrics.removeAll(WORDS);
    return new PromQl(metrics, labels);
  }

  private static String take(Pattern pattern, String text, Set<String> names) {
    return pattern
        .matcher(text)
        .replaceAll(
            found -> {
              names.addAll(names(NAME, found.group(1)));
              return " ";
            });
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
