package dev.freshet.localstack.bench.load;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The lists from which the clicks of a log were chosen: one of twenty items before each click, with
 * the item at any place. All users are in an experiment of two variants that do the same.
 *
 * <p>Equal settings give equal lists. Not thread-safe.
 */
public final class LoadLists {

  private static final long FAR_FUTURE_MILLIS = 4_102_444_800_000L;

  /** The experiment that runs all the while. */
  public static final Experiment EXPERIMENT =
      new Experiment(
          "same",
          List.of("home"),
          "same",
          0.0,
          0L,
          FAR_FUTURE_MILLIS,
          List.of(
              new Variant(Variant.CONTROL, 0.5, Parameters.USUAL),
              new Variant("b", 0.5, Parameters.USUAL)),
          Metric.CTR,
          List.of(),
          10_000L);

  private static final Assignment ASSIGNMENT = EXPERIMENT.assignment();
  private static final int SIZE = 20;

  /** How long before a click its list was shown. */
  private static final long BEFORE_MILLIS = 5_000L;

  private final LoadSettings settings;
  private final Random random;

  public LoadLists(LoadSettings settings) {
    this.settings = settings;
    random = new Random(~settings.seed());
  }

  /** The list before something that a user did, if it was chosen from one. */
  public Optional<ListExposure> before(Interaction interaction) {
    return interaction.kind() == InteractionKind.CLICK
        ? Optional.of(list(interaction))
        : Optional.empty();
  }

  private ListExposure list(Interaction click) {
    String[] items = new String[Math.min(SIZE, settings.items())];
    // Neighbours in the catalogue, so that none is there twice.
    int first = random.nextInt(settings.items());
    for (int place = 0; place < items.length; place++) {
      items[place] = Load.item((first + place) % settings.items());
    }
    if (!List.of(items).contains(click.item())) {
      items[random.nextInt(items.length)] = click.item();
    }
    return new ListExposure(
        "list-" + click.id(),
        click.user(),
        click.atMillis() - BEFORE_MILLIS,
        EXPERIMENT.placements().get(0),
        List.of(items),
        Map.of(
            EXPERIMENT.name(),
            EXPERIMENT.variants().get(ASSIGNMENT.variantOf(click.user())).name()),
        EventTime.NEVER);
  }
}
