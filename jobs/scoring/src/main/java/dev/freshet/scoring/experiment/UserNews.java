package dev.freshet.scoring.experiment;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about a user: a list that was shown, what was done with an item, or how sticky the user
 * is.
 *
 * @param user whom it is about
 * @param action what occurred; null if it tells how sticky the user is
 * @param views what a list counts for; empty for all else
 * @param stickiness 0 to 100; 0 for all else
 * @param asOfMillis since when that is so; {@link EventTime#NEVER} for all else
 */
public record UserNews(
    String user, @Nullable Action action, List<View> views, long stickiness, long asOfMillis) {

  private static final Comparator<View> IN_ORDER =
      Comparator.comparing(View::experiment).thenComparing(View::name);

  public UserNews {
    views = List.copyOf(views);
  }

  /** That the user was shown a list. */
  public static UserNews of(ListExposure exposure) {
    List<View> views = new ArrayList<>();
    views.add(View.ofPlacement(exposure.placement()));
    exposure.variants().entrySet().stream()
        .filter(each -> !each.getKey().isEmpty() && !each.getValue().isEmpty())
        .map(each -> View.ofVariant(each.getKey(), each.getValue()))
        .sorted(IN_ORDER)
        .forEach(views::add);
    return new UserNews(
        exposure.user(),
        Action.shown(exposure.atMillis(), exposure.items(), exposure.reasons()),
        views,
        0L,
        EventTime.NEVER);
  }

  /** What the user did, as far as it can be due to a list, or that the user was active. */
  public static List<UserNews> of(Interaction interaction) {
    List<UserNews> news = new ArrayList<>();
    long atMillis = interaction.atMillis();
    String item = interaction.item();
    switch (interaction.kind()) {
      case CLICK -> news.add(reacted(interaction, Reaction.CLICK));
      case LIKE -> news.add(reacted(interaction, Reaction.LIKE));
      case PURCHASE -> {
        // No list shows a plan.
        news.add(
            interaction.plan()
                ? of(interaction.user(), Action.active(atMillis))
                : reacted(interaction, Reaction.PURCHASE));
      }
      case STUDY -> {
        long seconds = Math.round(interaction.studySeconds());
        news.add(of(interaction.user(), Action.studied(atMillis, item, seconds)));
      }
      // Whoever talks about an item has not done what a list is shown for.
      default -> news.add(of(interaction.user(), Action.active(atMillis)));
    }
    if (interaction.completed() && interaction.kind() == InteractionKind.STUDY) {
      news.add(reacted(interaction, Reaction.COMPLETION));
    }
    return news;
  }

  private static UserNews reacted(Interaction interaction, Reaction reaction) {
    return of(
        interaction.user(), Action.reacted(interaction.atMillis(), reaction, interaction.item()));
  }

  private static UserNews of(String user, Action action) {
    return new UserNews(user, action, List.of(), 0L, EventTime.NEVER);
  }

  /**
   * How sticky the user is.
   *
   * @param stickiness 0 to 100
   * @param asOfMillis since when
   */
  public static UserNews sticky(String user, long stickiness, long asOfMillis) {
    return new UserNews(user, null, List.of(), stickiness, asOfMillis);
  }
}
