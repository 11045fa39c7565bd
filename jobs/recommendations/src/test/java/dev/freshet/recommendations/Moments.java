package dev.freshet.recommendations;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.InteractionStrength;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.RowUpdate;
import dev.freshet.scoring.Touch;
import dev.freshet.scoring.UserHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Times with a name, and what leads up to an operator. */
final class Moments {

  static final long NOON = 1_764_072_000_000L;
  static final long MINUTE = 60_000L;
  static final RecommendationsSettings SETTINGS =
      RecommendationsSettings.from(new Configuration(), RedisKeys.plain());

  private Moments() {}

  static long millis(Duration duration) {
    return duration.toMillis();
  }

  static Interaction click(String user, String item, long atMillis) {
    return Interaction.click(user + item + atMillis, user, item, atMillis);
  }

  /** What the rows of items are asked and told when these happen, one user's after the other. */
  static List<RowRequest> requests(Interaction... interactions) {
    RecommenderSettings scoring = SETTINGS.scoring();
    UserHistory history = new UserHistory();
    List<RowRequest> requests = new ArrayList<>();
    for (Interaction interaction : interactions) {
      long item = Fingerprint.of(interaction.item());
      Touch touch =
          history.touch(
              item,
              interaction.atMillis(),
              InteractionStrength.of(interaction),
              scoring.reach(),
              scoring.slack());
      for (RowUpdate update : RowUpdate.of(item, touch)) {
        requests.add(
            update.row() == item
                ? RowRequest.asking(update, interaction, touch)
                : RowRequest.telling(update));
      }
    }
    return requests;
  }
}
