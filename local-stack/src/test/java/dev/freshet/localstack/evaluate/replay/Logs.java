package dev.freshet.localstack.evaluate.replay;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.List;

/** Small logs written as {@code "ann:algebra bob:logic"}: clicks, a minute apart. */
public final class Logs {

  public static final long NOON = 1_700_000_000_000L;
  public static final long ONE_MINUTE = 60_000L;

  private Logs() {}

  public static Replay of(String clicks, CatalogueItem... catalogue) {
    List<Interaction> interactions = new ArrayList<>();
    for (String click : clicks.split(" ", -1)) {
      String[] parts = click.split(":", 2);
      long atMillis = NOON + interactions.size() * ONE_MINUTE;
      interactions.add(
          Interaction.click("click-" + interactions.size(), parts[0], parts[1], atMillis));
    }
    return new Replay("small", List.of(catalogue), interactions);
  }
}
