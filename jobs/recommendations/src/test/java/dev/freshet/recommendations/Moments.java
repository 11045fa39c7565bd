package dev.freshet.recommendations;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.UserHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Times with a name, and what leads up to an operator. */
final class Moments {

  static final long NOON = 1_764_072_000_000L;
  static final long MINUTE = 60_000L;
  static final RecommendationsSettings SETTINGS =
      RecommendationsSettings.from(new Configuration(), RedisKeys.plain());

  private Moments() {}

  static Interaction click(String user, String item, long atMillis) {
    return Interaction.click(user + item + atMillis, user, item, atMillis);
  }

  /** What the rows of items are asked and told when these happen, one user's after the other. */
  static List<RowChange> requests(Interaction... interactions) {
    UserHistory history = new UserHistory();
    List<RowChange> requests = new ArrayList<>();
    for (Interaction interaction : interactions) {
      HistoryChange change = history.update(interaction, SETTINGS.scoring().history());
      RowChange.tell(
          interaction,
          history.interactions(),
          change,
          new RowChange.Example(1.0, history.interactions() - 1),
          requests::add);
    }
    return requests;
  }

  /** A list that a user was shown. */
  static ListExposure shown(String user, long atMillis, String... items) {
    return new ListExposure(
        "list-" + user + "-" + atMillis,
        user,
        atMillis,
        "home",
        List.of(items),
        Map.of(),
        EventTime.NEVER);
  }
}
