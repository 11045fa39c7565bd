package dev.freshet.scoring.training;

import static java.util.Objects.requireNonNull;

import com.carrotsearch.hppc.BitSet;
import com.carrotsearch.hppc.IntArrayList;
import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.PulseContenders;
import dev.freshet.scoring.pulse.PulseSettings;
import dev.freshet.scoring.ranking.ChoiceSet;
import dev.freshet.scoring.ranking.ListSettings;
import dev.freshet.scoring.training.ShownLists.ShownList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Learns from choices, keeps the directory of items, and takes the pulse. It counts nothing: {@link
 * #enter(ItemFacts)} receives what is counted of an item.
 */
public final class Trainer {

  private static final long DAY_MILLIS = 86_400_000L;

  private final long updateMillis;
  private final int itemsPerTag;
  private final boolean isFrozen;
  private final ItemTable table;
  private final ChoiceModel model;
  private final ChoiceSet alternatives;
  private final ChoiceQuality quality = new ChoiceQuality();
  private final int pulseSize;

  /** By view. */
  private final Map<Integer, PulseContenders> contenders = new HashMap<>();

  /** By view, those of the last update that somebody asked for. */
  private final Map<Integer, Pulse> pulses = new HashMap<>();

  private List<Weighting> weightings = List.of();
  private List<Weighting> nextWeightings = List.of();

  private final double[] personalFactors = new double[Gap.COUNT];
  private long latestMillis = EventTime.NEVER;
  private long fadedMillis;
  private final NavigableSet<Peers.Step> steps = new TreeSet<>(Peers.Step.NEWEST_FIRST);
  private Peers peers = Peers.NONE;

  /** Indexes of the items that changed since the last update, each once. */
  private final IntArrayList changed = new IntArrayList();

  private final BitSet isChanged = new BitSet();
  private final BitSet isDescribed = new BitSet();
  private final List<String> forgotten = new ArrayList<>();

  public Trainer(
      ItemSettings items, ListSettings lists, PulseSettings pulse, ModelSettings weights) {
    updateMillis = items.updateMillis();
    itemsPerTag = lists.itemsPerTag();
    isFrozen = weights.frozen();
    table = new ItemTable(items.popularity(), items.coOccurrence().halfLife());
    model = ChoiceModel.of(weights);
    alternatives = new ChoiceSet(lists, table);
    pulseSize = pulse.size();
    for (int gap = 0; gap < Gap.COUNT; gap++) {
      contend(gap);
    }
  }

  private void contend(int view) {
    contenders.put(view, new PulseContenders(table, pulseSize, view));
  }

  /** The model that learns. */
  public ChoiceModel model() {
    return model;
  }

  /** How good the lists were that were chosen from. */
  public ChoiceQuality quality() {
    return quality;
  }

  /** All items. */
  public ItemTable table() {
    return table;
  }

  /** The pulse of the last update, for users who acted a moment ago. */
  public Pulse pulse() {
    return pulse(Gap.NONE);
  }

  /** The pulse of the last update, for users who were away for a {@link Gap}. */
  public Pulse pulse(int gap) {
    return pulseOf(gap);
  }

  private Pulse pulseOf(int view) {
    if (table.asOfMillis() == EventTime.NEVER) {
      return Pulse.EMPTY;
    }
    return pulses.computeIfAbsent(
        view,
        wanted ->
            Pulse.of(
                table,
                requireNonNull(contenders.get(wanted)).best(),
                wanted,
                personalFactors[wanted % Gap.COUNT]));
  }

  /** From the next {@link #refresh} on, lists of these variants are ranked by other weights. */
  public void weigh(List<Weighting> wanted) {
    nextWeightings = List.copyOf(wanted);
  }

  /** The weights of variants as of the last update, in their order. */
  public List<Weighting> weightings() {
    return weightings;
  }

  /**
   * The pulse of the last update by the weights of a variant, for users who were away for a {@link
   * Gap}.
   *
   * @param position of the variant in {@link #weightings}
   */
  public Pulse pulse(int position, int gap) {
    boolean isOther = weightings.get(position).hasOwnPulse();
    return pulseOf(isOther ? Weighting.view(position, gap) : gap);
  }

  /** What lists of variants with other weights are ranked by, as of the last update. */
  public List<WeightedPulse> weighted() {
    List<WeightedPulse> weighted = new ArrayList<>();
    for (int position = 0; position < weightings.size(); position++) {
      weighted.add(new WeightedPulse(weightings.get(position), pulse(position, Gap.NONE)));
    }
    return weighted;
  }

  /** What users did lately, as of the last update. */
  public Peers peers() {
    return peers;
  }

  /** The latest event time seen, or {@link EventTime#NEVER}. */
  public long latestMillis() {
    return latestMillis;
  }

  /** Whether so much event time has passed that a new pulse is due before anything else. */
  public boolean isDue(long atMillis) {
    return table.asOfMillis() == EventTime.NEVER || atMillis - table.asOfMillis() >= updateMillis;
  }

  /** Takes the pulse as of {@code nowMillis}, or as of the latest event if that is later. */
  public Pulse refresh(long nowMillis) {
    latestMillis = Math.max(latestMillis, nowMillis);
    fadeAppeals();
    weighAsWanted();
    table.advanceTo(latestMillis, itemsPerTag, Weighting.views(model.globals(), weightings));
    pulses.clear();
    Arrays.setAll(personalFactors, model::personalFactor);
    peers = Peers.of(steps, table, pulse().floor());
    return pulse();
  }

  private void weighAsWanted() {
    if (nextWeightings.equals(weightings)) {
      return;
    }
    weightings = nextWeightings;
    contenders.keySet().removeIf(view -> view >= Gap.COUNT);
    for (int position = 0; position < weightings.size(); position++) {
      for (int gap = 0; gap < Gap.COUNT && weightings.get(position).hasOwnPulse(); gap++) {
        contend(Weighting.view(position, gap));
      }
    }
  }

  private void fadeAppeals() {
    if (latestMillis - fadedMillis >= DAY_MILLIS) {
      Arrays.stream(table.fadeAppeals(latestMillis)).forEach(this::change);
      fadedMillis = latestMillis;
    }
  }

  /** Enters what the catalogue says of an item, unless the table refuses it. */
  public void describe(CatalogueItem item) {
    int index = table.describe(item);
    if (index >= 0) {
      isDescribed.set(index);
      change(index);
    }
  }

  /** Enters what was counted of an item, unless the table refuses it. */
  public void enter(ItemFacts facts) {
    int index = table.enter(facts);
    if (index >= 0) {
      change(index);
    }
    latestMillis = Math.max(latestMillis, facts.interactedMillis());
  }

  private void change(int index) {
    for (PulseContenders ofView : contenders.values()) {
      ofView.add(index);
    }
    if (!isChanged.get(index)) {
      isChanged.set(index);
      changed.add(index);
    }
  }

  /** Whether an item changed since the last update. */
  public boolean hasNews() {
    return !changed.isEmpty() || !forgotten.isEmpty();
  }

  /**
   * Judges the list that one choice was made from, and learns from the choice unless the weights
   * are frozen.
   *
   * @param user the user as they were when they chose
   * @param item fingerprint of what they chose
   * @param atMillis when
   * @param weight how many choices this one stands for; 0 if the list is only to be judged
   */
  public void learn(UserProfile user, long item, long atMillis, double weight) {
    latestMillis = Math.max(latestMillis, atMillis);
    int gap = Gap.between(user.latestMillis(), atMillis);
    if (pulse(gap).size() == 0) {
      return;
    }
    alternatives.fill(user, pulse(gap), peers);
    int size = alternatives.size();
    if (size > 0) {
      int chosen = alternatives.alternativeOf(item);
      int bucket = ChoiceModel.bucket(user.seenSize());
      double[] signals = alternatives.signals();
      double[] p =
          isFrozen || weight == 0
              ? model.probabilities(signals, size, bucket, gap)
              : model.learn(signals, size, chosen, bucket, gap, weight);
      quality.judge(alternatives, p, chosen, atMillis);
    }
  }

  /**
   * Learns what became of a list that was shown, unless the weights are frozen.
   *
   * @param chosen the index of the alternative that was taken, or {@link ChoiceModel#OUTSIDE}
   */
  void learnShown(ShownList list, int chosen, ExposureSettings settings) {
    if (isFrozen) {
      return;
    }
    int[] indexes = table.indexesOf(list.items());
    double[] appeals =
        Arrays.stream(indexes).mapToDouble(each -> each < 0 ? 0.0 : table.appeal(each)).toArray();
    double[] foreseen =
        model.learnShown(
            list.alternatives(),
            appeals,
            chosen,
            list.bucket(),
            list.gap(),
            list.weight(),
            settings.learn());
    for (int j = 0; settings.appeal() && j < indexes.length; j++) {
      double took = j == chosen ? list.weight() : 0.0;
      if (indexes[j] >= 0
          && table.show(indexes[j], list.weight() * foreseen[j], took, list.atMillis())) {
        change(indexes[j]);
      }
    }
  }

  /**
   * Remembers for a while what a user does, which tells what their peers may want.
   *
   * @param user the user as they were before
   * @param item fingerprint of what they do
   * @param atMillis when
   */
  public void observe(UserProfile user, long item, long atMillis) {
    if (user.seenSize() > 0) {
      steps.add(new Peers.Step(item, atMillis, user.recent(Peers.CONTEXT)));
      if (steps.size() > Peers.STEPS) {
        steps.pollLast();
      }
    }
  }

  /**
   * Forgets the items that nobody interacted with for so long and that the catalogue does not know.
   *
   * @param keepMillis how long an item is kept after its last interaction
   */
  public void forget(long keepMillis) {
    boolean isAny = false;
    for (int index = 0; index < table.indexes(); index++) {
      if (table.isTaken(index)
          && !table.isDescribed(index)
          && table.interactedMillis(index) < latestMillis - keepMillis) {
        forgotten.add(table.id(index));
        table.forget(index);
        isAny = true;
      }
    }
    if (isAny) {
      contenders.values().forEach(PulseContenders::reset);
    }
  }

  /**
   * Takes the pulse and tells what changed since the last update.
   *
   * @param ends whether it is the last one
   */
  public List<ModelUpdate> update(long nowMillis, boolean ends) {
    if (nowMillis != EventTime.NEVER) {
      refresh(nowMillis);
    }
    List<byte[]> parts = Directory.write(table, forgotten, changed.toArray(), isDescribed::get);
    forgetChanges();
    return update(parts, ends);
  }

  /** Tells all that is known, to those who know nothing. */
  public List<ModelUpdate> everything() {
    if (latestMillis != EventTime.NEVER) {
      refresh(latestMillis);
    }
    forgetChanges();
    return update(serialize(), false);
  }

  private void forgetChanges() {
    changed.clear();
    isChanged.clear();
    isDescribed.clear();
    forgotten.clear();
  }

  private List<ModelUpdate> update(List<byte[]> parts, boolean ends) {
    List<ModelUpdate> update = new ArrayList<>(parts.size());
    for (byte[] part : parts.subList(0, parts.size() - 1)) {
      update.add(new ModelUpdate(part, Pulse.EMPTY, List.of(), NO_WEIGHTS, false));
    }
    update.add(
        new ModelUpdate(parts.get(parts.size() - 1), pulse(), weighted(), model.snapshot(), ends));
    return update;
  }

  private static final double[] NO_WEIGHTS = {};

  /**
   * All items as {@link #restore} reads them, in parts of at most {@link ModelUpdate#MOST_BYTES}.
   */
  public List<byte[]> serialize() {
    int[] all = new int[table.size()];
    int count = 0;
    for (int index = 0; index < table.indexes(); index++) {
      if (table.isTaken(index)) {
        all[count++] = index;
      }
    }
    return Directory.write(table, forgotten, all, index -> true);
  }

  /** Forgets how often items were taken from lists. */
  public void forgetAppeals() {
    table.forgetAppeals();
    contenders.values().forEach(PulseContenders::reset);
  }

  /** Enters items that {@link #serialize} gave. */
  public void restore(byte[] items) {
    int before = table.indexes();
    Directory.read(items, table);
    contenders.values().forEach(PulseContenders::reset);
    for (int index = before; index < table.indexes(); index++) {
      latestMillis = Math.max(latestMillis, table.interactedMillis(index));
    }
  }
}
