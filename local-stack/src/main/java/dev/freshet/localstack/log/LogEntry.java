package dev.freshet.localstack.log;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import org.jspecify.annotations.Nullable;

/**
 * What a log tells of a user: something they did, or something they were shown. Exactly one of the
 * two is there.
 *
 * @param interaction what the user did
 * @param exposure what the user was shown
 */
public record LogEntry(@Nullable Interaction interaction, @Nullable ListExposure exposure) {

  static LogEntry of(Interaction interaction) {
    return new LogEntry(interaction, null);
  }

  static LogEntry of(ListExposure exposure) {
    return new LogEntry(null, exposure);
  }
}
