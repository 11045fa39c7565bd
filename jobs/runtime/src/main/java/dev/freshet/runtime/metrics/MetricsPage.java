package dev.freshet.runtime.metrics;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** The metrics that classes declare, written down for people. */
public final class MetricsPage {

  private MetricsPage() {}

  /**
   * The metrics declared as static fields of these classes, class by class in the order of
   * declaration.
   */
  public static List<JobMetric> declaredIn(Class<?>... metricClasses) {
    List<JobMetric> declared = new ArrayList<>();
    for (Class<?> metricClass : metricClasses) {
      for (Field field : metricClass.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == JobMetric.class) {
          declared.add(valueOf(field));
        }
      }
    }
    return declared;
  }

  private static JobMetric valueOf(Field field) {
    try {
      field.setAccessible(true);
      return (JobMetric) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read the metric " + field, e);
    }
  }

  /**
   * A Markdown table: what Prometheus calls it, type, unit, labels, meaning; one row per metric.
   */
  public static String render(Class<?>... metricClasses) {
    StringBuilder page =
        new StringBuilder("| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n");
    for (JobMetric metric : declaredIn(metricClasses)) {
      page.append(
          "| `%s`<br>`%s` | %s | %s | %s | %s |\n"
              .formatted(
                  metric.name(),
                  metric.prometheusName(),
                  metric.type(),
                  metric.unit(),
                  metric.labels().isEmpty() ? "" : String.join(", ", metric.labels()),
                  metric.meaning().replace("|", "\\|").replace("<", "&lt;")));
    }
    return page.toString();
  }
}
