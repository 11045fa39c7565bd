package dev.freshet.recommendations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.ServedRule;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** What the pulse says of rules on lists. */
final class RulesDocument {

  /** Scores are whole millionths, as those of users' documents. */
  private static final double UNITS = 1e6;

  private RulesDocument() {}

  /** Rules as a JSON array; empty without any. */
  static String of(List<ServedRule> rules) {
    if (rules.isEmpty()) {
      return "";
    }
    return JsonDocument.text(
        rules.stream().mapToInt(rule -> JsonDocument.characters(ids(rule))).sum(),
        json -> {
          json.writeStartArray();
          for (ServedRule rule : rules) {
            write(rule, json);
          }
          json.writeEndArray();
        });
  }

  private static String[] ids(ServedRule rule) {
    return rule.items().toArray(String[]::new);
  }

  private static void write(ServedRule rule, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", rule.id());
    if (!rule.reason().isEmpty()) {
      json.writeStringField("reason", rule.reason());
    }
    if (!rule.placements().isEmpty()) {
      json.writeFieldName("placements");
      String[] placements = new TreeSet<>(rule.placements()).toArray(String[]::new);
      json.writeArray(placements, 0, placements.length);
    }
    if (!rule.audience().isEmpty()) {
      json.writeStringField("audience", rule.audience());
    }
    json.writeNumberField("from", rule.fromMillis());
    if (rule.untilMillis() != ListRule.NO_END) {
      json.writeNumberField("until", rule.untilMillis());
    }
    writeAction(rule, json);
    json.writeFieldName("items");
    json.writeArray(ids(rule), 0, rule.items().size());
    if (!rule.scores().isEmpty()) {
      json.writeFieldName("scores");
      long[] scores =
          rule.scores().stream().mapToLong(score -> Math.round(score * UNITS)).toArray();
      json.writeArray(scores, 0, scores.length);
    }
    json.writeEndObject();
  }

  private static void writeAction(ServedRule rule, JsonGenerator json) throws IOException {
    switch (rule.action()) {
      case PIN -> json.writeNumberField("pin", (int) rule.amount());
      case FACTOR -> json.writeNumberField("factor", rule.amount());
      case HIDE -> json.writeBooleanField("hide", true);
      case MOST -> json.writeNumberField("most", (int) rule.amount());
      case ONLY -> json.writeBooleanField("only", true);
    }
  }

  /** Writes the member of the pulse. */
  static void write(String rules, JsonGenerator json) throws IOException {
    if (!rules.isEmpty()) {
      json.writeFieldName("rules");
      json.writeRawValue(rules);
    }
  }
}
