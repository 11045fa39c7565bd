package dev.freshet.recommendations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.training.Weighting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A pulse by the weights of a variant, where they make other items the best for everybody.
 *
 * @param experiment the name of the experiment
 * @param variant the name of its variant
 * @param items what is best for users who acted a moment ago, best first
 * @param away what {@link RedisDocuments#away} gave for it
 */
record VariantPulse(String experiment, String variant, List<ScoredItem> items, String away) {

  /** What knows the pulses. */
  interface Pulses {

    /**
     * One of the last update.
     *
     * @param position of the weighting
     * @param gap how long users were away
     */
    Pulse of(int position, int gap);
  }

  /**
   * Those of some weightings.
   *
   * @param before of which {@link #away} is kept; those that are not among them get theirs
   */
  static List<VariantPulse> of(
      List<Weighting> weightings, Pulses pulses, ItemTable table, List<VariantPulse> before) {
    List<VariantPulse> all = new ArrayList<>();
    for (int i = 0; i < weightings.size(); i++) {
      Weighting weighting = weightings.get(i);
      if (weighting.hasOwnPulse()) {
        int position = i;
        all.add(
            new VariantPulse(
                weighting.experiment(),
                weighting.variant(),
                pulses.of(position, Gap.NONE).ranked(table),
                before.stream()
                    .filter(each -> each.isOf(weighting))
                    .findFirst()
                    .map(VariantPulse::away)
                    .orElseGet(() -> RedisDocuments.away(gap -> pulses.of(position, gap), table))));
      }
    }
    return all;
  }

  private boolean isOf(Weighting weighting) {
    return experiment.equals(weighting.experiment()) && variant.equals(weighting.variant());
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("experiment", experiment);
    json.writeStringField("variant", variant);
    JsonDocument.writeItems(json, "items", items);
    json.writeFieldName("away");
    json.writeRawValue(away);
    json.writeEndObject();
  }
}
