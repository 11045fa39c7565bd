package dev.freshet.localstack.evaluate.replay;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionStrength;

/**
 * An interaction with its user and item numbered, so that baselines can count in arrays.
 *
 * @param user the user's number in the {@link Replay}, from 0
 * @param item the item's number in the {@link Replay}, from 0
 * @param interaction what the log says
 */
public record Event(int user, int item, Interaction interaction) {

  /** When it occurred, epoch milliseconds. */
  public long atMillis() {
    return interaction.atMillis();
  }

  /** The interaction's {@link InteractionStrength}, 0–5. */
  public double strength() {
    return InteractionStrength.of(interaction);
  }
}
