package dev.freshet.scoring.training;

import dev.freshet.scoring.pulse.Pulse;
import java.util.List;

/**
 * What the trainer tells everybody who ranks: items that changed, and with the last part of an
 * update the pulse and the weights.
 *
 * @param items serialized items, of which the last may go beyond {@link #MOST_BYTES}
 * @param pulse the new pulse; {@link Pulse#EMPTY} in a part that is not the last one
 * @param weighted what lists of variants with other weights are ranked by; none in a part that is
 *     not the last one
 * @param weights the model, as {@code ChoiceModel.snapshot} gives it; none in a part that is not
 *     the last one
 * @param ends whether nothing more will come
 */
public record ModelUpdate(
    byte[] items, Pulse pulse, List<WeightedPulse> weighted, double[] weights, boolean ends) {

  /** No item is added to a part that has come so far. */
  public static final int MOST_BYTES = 512 << 10;

  /** Whether with this part everything has been told that the trainer knew. */
  public boolean isComplete() {
    return weights.length > 0;
  }

  /** The bytes that it takes to send, roughly. */
  public long bytes() {
    long pulses = pulse.size();
    for (WeightedPulse each : weighted) {
      pulses += each.pulse().size();
    }
    return items.length + 16L * pulses + 8L * weights.length;
  }
}
