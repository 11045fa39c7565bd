package dev.freshet.recommendations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Signal;
import java.io.IOException;
import java.util.List;

/**
 * What the pulse says of experiments.
 *
 * @param experiments as a JSON array; empty without any
 * @param newcomers items of which little is known, with what could be gained by showing them
 * @param pulses those by the weights of variants, where these make other items the best
 */
record ExperimentsDocument(
    String experiments, List<ScoredItem> newcomers, List<VariantPulse> pulses) {

  /** Where there are no experiments. */
  static final ExperimentsDocument NONE = new ExperimentsDocument("", List.of(), List.of());

  /** Experiments as a JSON array; empty without any. */
  static String experiments(List<Experiment> experiments) {
    if (experiments.isEmpty()) {
      return "";
    }
    return JsonDocument.text(
        0,
        json -> {
          json.writeStartArray();
          for (Experiment each : experiments) {
            write(each, json);
          }
          json.writeEndArray();
        });
  }

  private static void write(Experiment experiment, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", experiment.name());
    json.writeArrayFieldStart("placements");
    for (String placement : experiment.placements()) {
      json.writeString(placement);
    }
    json.writeEndArray();
    json.writeStringField("salt", experiment.salt());
    // Not rounded: who gets what goes by the last bit of shares.
    json.writeNumberField("holdout", experiment.holdout());
    json.writeNumberField("from", experiment.fromMillis());
    json.writeNumberField("until", experiment.untilMillis());
    json.writeArrayFieldStart("variants");
    for (Variant variant : experiment.variants()) {
      write(variant, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(Variant variant, JsonGenerator json) throws IOException {
    Parameters parameters = variant.parameters();
    json.writeStartObject();
    json.writeStringField("name", variant.name());
    json.writeNumberField("share", variant.share());
    if (!parameters.prefix().isEmpty()) {
      json.writeStringField("prefix", parameters.prefix());
    }
    if (parameters.weights().containsKey(Signal.PEERS.label())) {
      json.writeNumberField("peers", parameters.peers());
    }
    Boolean rules = parameters.rules();
    if (rules != null) {
      json.writeBooleanField("rules", rules);
    }
    Double tagShare = parameters.tagShare();
    if (tagShare != null) {
      json.writeNumberField("tagShare", tagShare);
    }
    Double exploration = parameters.exploration();
    if (exploration != null) {
      json.writeNumberField("exploration", exploration);
    }
    json.writeEndObject();
  }

  /** Writes the members of the pulse. */
  void write(JsonGenerator json) throws IOException {
    if (!experiments.isEmpty()) {
      json.writeFieldName("experiments");
      json.writeRawValue(experiments);
    }
    if (!newcomers.isEmpty()) {
      JsonDocument.writeItems(json, "newcomers", newcomers);
    }
    if (!pulses.isEmpty()) {
      json.writeArrayFieldStart("variants");
      for (VariantPulse pulse : pulses) {
        pulse.write(json);
      }
      json.writeEndArray();
    }
  }
}
