package dev.freshet.localstack.evaluate.replay;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.log.LogEntry;
import dev.freshet.localstack.log.RowTally;
import dev.freshet.localstack.log.UnusedRows;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.event.Opinion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A whole log in memory and in the order of time, with users and items numbered.
 *
 * <p>Events of the same millisecond stay in the order of the file. Items of the catalogue that
 * nobody touches are numbered too: they could have been recommended.
 */
public final class Replay {

  /** Share of a log's events that only teach, where lists are judged. */
  public static final double WARM_UP = 0.1;

  private final String name;
  private final List<CatalogueItem> catalogue;
  private final List<Event> events;
  private final Map<String, Integer> items = new HashMap<>();
  private final List<String> users;
  private final Optional<Resolution> resolution;
  private final UnusedRows unused;
  private final List<ListExposure> exposures;

  /** For each event how many exposures come before it. */
  private final int[] shownBefore;

  public Replay(String name, List<CatalogueItem> catalogue, List<Interaction> interactions) {
    this(name, catalogue, interactions, List.of(), Optional.empty(), new UnusedRows());
  }

  private Replay(
      String name,
      List<CatalogueItem> catalogue,
      List<Interaction> interactions,
      List<ListExposure> shown,
      Optional<Resolution> resolution,
      UnusedRows unused) {
    this.name = name;
    this.resolution = resolution;
    this.unused = unused;
    this.catalogue = List.copyOf(catalogue);
    catalogue.forEach(item -> number(items, item.item()));
    Map<String, Integer> userNumbers = new HashMap<>();
    List<Interaction> inOrder =
        interactions.stream().sorted(Comparator.comparingLong(Interaction::atMillis)).toList();
    events =
        resolution.map(coarse -> coarse.spread(inOrder)).orElse(inOrder).stream()
            .map(
                each ->
                    new Event(number(userNumbers, each.user()), number(items, each.item()), each))
            .toList();
    String[] ids = new String[userNumbers.size()];
    userNumbers.forEach((id, number) -> ids[number] = id);
    users = List.of(ids);
    exposures = shown.stream().sorted(Comparator.comparingLong(ListExposure::atMillis)).toList();
    shownBefore = new int[events.size()];
    for (int event = 0, before = 0; event < shownBefore.length; event++) {
      while (before < exposures.size()
          && exposures.get(before).atMillis() <= events.get(event).atMillis()) {
        before++;
      }
      shownBefore[event] = before;
    }
  }

  /**
   * Reads what the recommendations job would of a log: no purchases of what neither the catalogue
   * nor another event of the log names, which are plans. If its time stamps are coarse, events that
   * share one are spread, as they would come live.
   *
   * @param badRows receives each bad row
   * @throws IOException if the log or its catalogue cannot be read, or no event in it can be used;
   *     the message names the file
   */
  public static Replay forRecommendations(EventLog log, Consumer<BadRow> badRows)
      throws IOException {
    return read(log, false, Resolution::of, badRows);
  }

  /**
   * Reads what the stickiness job would of a log: everything, and when the log says, as whole days
   * are what it looks at.
   *
   * @param badRows receives each bad row
   * @throws IOException if the log or its catalogue cannot be read, or no event in it can be used;
   *     the message names the file
   */
  public static Replay forStickiness(EventLog log, Consumer<BadRow> badRows) throws IOException {
    return read(log, true, interactions -> Optional.empty(), badRows);
  }

  private static Replay read(
      EventLog log,
      boolean withPlans,
      Function<List<Interaction>, Optional<Resolution>> resolution,
      Consumer<BadRow> badRows)
      throws IOException {
    RowTally leftOut = new RowTally();
    Consumer<BadRow> bad = badRows.andThen(leftOut::bad);
    List<CatalogueItem> catalogue;
    try (Stream<CatalogueItem> rows = log.items(bad)) {
      catalogue = rows.toList();
    }
    List<Interaction> interactions = new ArrayList<>();
    List<ListExposure> exposures = new ArrayList<>();
    try (Stream<LogEntry> rows = log.entries(bad)) {
      rows.forEach(
          row -> {
            if (row.interaction() != null) {
              interactions.add(row.interaction());
            } else if (row.exposure() != null && !withPlans) {
              exposures.add(row.exposure());
            } else {
              leftOut.unused(UnusedRows.IMPRESSION);
            }
          });
    }
    if (!withPlans) {
      takePlans(catalogue, interactions).forEach(plan -> leftOut.unused(UnusedRows.type(plan)));
    }
    if (interactions.isEmpty()) {
      throw new IOException(log.file() + ": " + leftOut.why());
    }
    return new Replay(
        log.name(),
        catalogue,
        interactions,
        exposures,
        resolution.apply(interactions),
        leftOut.unused());
  }

  /** Takes out the purchases of what is no item, and returns them. */
  private static List<Interaction> takePlans(
      List<CatalogueItem> catalogue, List<Interaction> interactions) {
    Set<String> named = new HashSet<>();
    catalogue.forEach(item -> named.add(item.item()));
    interactions.stream()
        .filter(interaction -> interaction.kind() != InteractionKind.PURCHASE)
        .forEach(interaction -> named.add(interaction.item()));
    List<Interaction> plans =
        interactions.stream().filter(interaction -> !named.contains(interaction.item())).toList();
    interactions.removeIf(interaction -> !named.contains(interaction.item()));
    return plans;
  }

  private static int number(Map<String, Integer> numbers, String id) {
    Integer known = numbers.putIfAbsent(id, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }

  /** The log's folder and file. */
  public String name() {
    return name;
  }

  /** What the catalogue says, in the order of its rows. */
  public List<CatalogueItem> catalogue() {
    return catalogue;
  }

  /** All events, earliest first. */
  public List<Event> events() {
    return events;
  }

  /** What users were shown, earliest first; nothing of it counts as an event. */
  public List<ListExposure> exposures() {
    return exposures;
  }

  /** How many exposures come before an event: those up to its moment. */
  public int shownBefore(int event) {
    return shownBefore[event];
  }

  /** How many events there are. */
  public int size() {
    return events.size();
  }

  /** When the last event occurred, or 0 if there is none. */
  public long endMillis() {
    return events.isEmpty() ? 0L : events.get(events.size() - 1).atMillis();
  }

  /**
   * The user of each choice that is judged, in the order of time.
   *
   * @param repeats whether every event counts, or a user's first with an item only
   */
  public List<String> choosers(boolean repeats) {
    return choices(WARM_UP, repeats).stream()
        .map(choice -> events.get(choice).interaction().user())
        .toList();
  }

  /** How coarse its time stamps were before they were spread, if they were. */
  public Optional<Resolution> resolution() {
    return resolution;
  }

  /** The rows of types that are not among the events. */
  public UnusedRows unused() {
    return unused;
  }

  /** How many users act in it. */
  public int users() {
    return users.size();
  }

  /** The id of a user. */
  public String userId(int number) {
    return users.get(number);
  }

  /** How many items are known: those of the catalogue and those touched. */
  public int items() {
    return items.size();
  }

  /** Whether the log or the catalogue has an item. */
  public boolean knows(String item) {
    return items.containsKey(item);
  }

  /** The number of an item of the log or the catalogue. */
  public int itemNumber(String id) {
    Integer number = items.get(id);
    if (number == null) {
      throw new IllegalArgumentException("neither the log nor its catalogue has the item " + id);
    }
    return number;
  }

  /**
   * The choices to judge, as indexes of events: of users with an earlier event, after the warm-up.
   * To turn an item down is none: no list is better for having had it.
   *
   * @param warmUp share of the events, 0–1, that only teach
   * @param repeats whether every event counts, or a user's first with an item only
   */
  public List<Integer> choices(double warmUp, boolean repeats) {
    int judgedFrom = (int) Math.ceil(warmUp * events.size());
    Set<Integer> knownUsers = new HashSet<>();
    Set<Long> knownPairs = new HashSet<>();
    List<Integer> choices = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      boolean isKnownUser = !knownUsers.add(event.user());
      boolean isFirst = knownPairs.add((long) event.user() << Integer.SIZE | event.item());
      boolean isWanted = Opinion.of(event.interaction()) != Opinion.AGAINST;
      if (i >= judgedFrom && isKnownUser && isWanted && (isFirst || repeats)) {
        choices.add(i);
      }
    }
    return choices;
  }
}
