package dev.freshet.localstack.evaluate;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionStrength;

/**
 * An interaction with its user and item numbered, so that baselines can count in arrays.
 *
 * @param user the user's number in the {@link Replay}, from 0
 * @param item the item's number in the {@link Replay}, from 0
 * @param interaction what the log says
 */
record Event(int user, int item, Interaction interaction) {

  /** When it occurred, epoch milliseconds. */
  long atMillis() {
    return interaction.atMillis();
  }

  /** The interaction's {@link InteractionStrength}, 1–4. */
  double strength() {
    return InteractionStrength.of(interaction);
  }
}
