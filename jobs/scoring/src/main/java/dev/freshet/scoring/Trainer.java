package dev.freshet.scoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Learns from choices, counts popularity, and takes the pulse: the one place that knows all items
 * and all weights.
 */
public final class Trainer {

  private final RecommenderSettings settings;
  private final ItemTable table;
  private final ChoiceModel model;
  private final Alternatives alternatives;
  private final Contenders contenders;
  private Pulse pulse = Pulse.EMPTY;
  private long latestMillis = Touch.NEVER;
  private final Map<String, CatalogueItem> described = new HashMap<>();
  private final Set<String> newlyDescribed = new LinkedHashSet<>();
  private final Set<String> changed = new LinkedHashSet<>();

  public Trainer(RecommenderSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    model = ChoiceModel.of(settings);
    alternatives = new Alternatives(settings, table);
    contenders = new Contenders(settings.pulse());
  }

  /** The model that learns. */
  public ChoiceModel model() {
    return model;
  }

  /** All items. */
  public ItemTable table() {
    return table;
  }

  /** The last pulse taken. */
  public Pulse pulse() {
    return pulse;
  }

  /** Whether so much event time has passed that a new pulse is due before anything else. */
  public boolean isDue(long atMillis) {
    return pulse.asOfMillis() == Touch.NEVER
        || atMillis - pulse.asOfMillis() >= settings.tickMillis();
  }

  /** Takes the pulse as of {@code nowMillis}, or as of the latest event if that is later. */
  public Pulse tick(long nowMillis) {
    latestMillis = Math.max(latestMillis, nowMillis);
    table.advanceTo(latestMillis, model.weights(0), settings.itemsPerTag());
    pulse = contenders.pulse(table);
    return pulse;
  }

  /** Enters what the catalogue says of an item. */
  public void describe(CatalogueItem item) {
    contenders.add(table.describe(item));
    described.put(item.item(), item);
    newlyDescribed.add(item.item());
    changed.add(item.item());
  }

  /** Whether anything was learned or described since the last {@link #tick}. */
  public boolean hasNews() {
    return !changed.isEmpty() || !newlyDescribed.isEmpty();
  }

  /** The latest event time seen, or {@link Touch#NEVER}. */
  public long latestMillis() {
    return latestMillis;
  }

  /** What the catalogue says of every item. */
  public Collection<CatalogueItem> catalogue() {
    return described.values();
  }

  /**
   * The lines of all items that were touched within {@code keepMillis} of the latest event, or that
   * the catalogue has.
   */
  public List<ItemFacts> facts(long keepMillis) {
    int[] kept =
        IntStream.range(0, table.size())
            .filter(
                place ->
                    table.touchedMillis(place) >= latestMillis - keepMillis
                        || described.containsKey(table.id(place)))
            .toArray();
    return table.facts(kept, latestMillis);
  }

  /** Enters a line that {@link #facts} gave; rankers are told of it with the next beat. */
  public void restore(ItemFacts facts) {
    contenders.add(table.enter(facts));
    changed.add(facts.item());
    latestMillis = Math.max(latestMillis, facts.touchedMillis());
  }

  /** Takes the pulse and gathers what rankers need to follow. */
  public Tick beat(long nowMillis) {
    tick(nowMillis);
    int[] places = changed.stream().mapToInt(item -> table.placeOf(Fingerprint.of(item))).toArray();
    List<ItemFacts> facts = table.facts(places, latestMillis);
    List<CatalogueItem> descriptions = new ArrayList<>(newlyDescribed.size());
    for (String item : newlyDescribed) {
      descriptions.add(Objects.requireNonNull(described.get(item)));
    }
    changed.clear();
    newlyDescribed.clear();
    return new Tick(pulse, model.snapshot(), facts, descriptions, false);
  }

  /** Learns from one interaction. */
  public void learn(Lesson lesson) {
    Shortlist before = lesson.before();
    if (before != null && !settings.frozen() && pulse.size() > 0) {
      alternatives.fill(before, pulse);
      if (alternatives.size() > 0) {
        model.learn(
            alternatives.signals(),
            alternatives.size(),
            alternatives.indexOf(Fingerprint.of(lesson.item())),
            ChoiceModel.bucket(before.doneItems().length));
      }
    }
    contenders.add(table.touch(lesson.item(), lesson.atMillis(), lesson.from(), lesson.to()));
    changed.add(lesson.item());
    latestMillis = Math.max(latestMillis, lesson.atMillis());
  }
}
