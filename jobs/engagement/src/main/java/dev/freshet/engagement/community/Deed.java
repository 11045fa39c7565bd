package dev.freshet.engagement.community;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.id.Fingerprint;

/**
 * Something a user did that counts for the community.
 *
 * @param cause the fingerprint of its id
 */
public record Deed(Interaction interaction, long cause) implements News {

  static Deed of(Interaction interaction) {
    return new Deed(interaction, Fingerprint.of(interaction.id()));
  }

  @Override
  public long atMillis() {
    return interaction.atMillis();
  }
}
