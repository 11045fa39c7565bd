package dev.freshet.scoring.items;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.history.PairGain;
import dev.freshet.scoring.similarity.CoOccurrenceRow;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.similarity.Paths;
import dev.freshet.scoring.similarity.RowUpdate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is counted of one item, in one place: who interacted with it, how popular it is, and
 * what it goes with.
 */
public final class ItemRow {

  public static final Layout LAYOUT = Layout.of("item row", 2, CoOccurrenceRow.LAYOUT);

  /** This many new users are news at once, if they are a third of all. */
  private static final double MANY = 3.0;

  private static final long MEMORY_MILLIS = 200;

  private String item;
  private final Popularity popularity;
  private final CoOccurrenceRow neighbours;
  private final Paths paths;

  /** Users when the facts were last sent; not in state, so a restored item is sent once more. */
  private double sentUsers;

  private long sentMillis = EventTime.NEVER;
  private @Nullable Neighbours remembered;
  private long rememberedMillis;

  /** When the interaction was that came last. */
  private long happenedMillis;

  public ItemRow() {
    this("", new Popularity(ItemSettings.HORIZONS.size()), new CoOccurrenceRow(), new Paths());
  }

  private ItemRow(String item, Popularity popularity, CoOccurrenceRow neighbours, Paths paths) {
    this.item = item;
    this.popularity = popularity;
    this.neighbours = neighbours;
    this.paths = paths;
  }

  /** The item's id, empty as long as only other items' pairs with it have come. */
  public String item() {
    return item;
  }

  /** Whether the row is of the item with this name: two names may have one fingerprint. */
  public boolean isOf(String name) {
    return item.isEmpty() || item.equals(name);
  }

  /** When the last interaction with the item was, or {@link EventTime#NEVER}. */
  public long interactedMillis() {
    return popularity.interactedMillis();
  }

  /** The item's row of co-occurrence. */
  public CoOccurrenceRow neighbours() {
    return neighbours;
  }

  /** Enters a change of a pair of which {@code item}, whose row this is, is one. */
  public void apply(PairGain pair, long item, ItemSettings settings) {
    neighbours.apply(
        pair, item, settings.coOccurrence().halfLife(), settings.coOccurrence().neighbours());
    if (pair.earlier() == item && pair.before() != 0) {
      paths.add(
          pair.before(),
          pair.later(),
          pair.next(),
          pair.atMillis(),
          settings.coOccurrence().halfLife());
    }
  }

  /**
   * Enters what an interaction with the item changed in its row.
   *
   * @param name the item's, of which the row {@link #isOf}
   */
  public void apply(String name, RowUpdate update, ItemSettings settings) {
    item = name;
    happenedMillis = update.atMillis();
    neighbours.apply(
        update, settings.coOccurrence().halfLife(), settings.coOccurrence().neighbours());
    popularity.enter(update.atMillis(), update.from(), update.to(), settings.popularity());
  }

  /**
   * The strongest neighbours at a moment. Those of an item with many, which are costly to find, are
   * remembered for a short while of event time: a hot item is asked for by everybody.
   */
  public Neighbours strongest(long item, long nowMillis, ItemSettings settings) {
    Neighbours known = remembered;
    if (known != null && Math.abs(nowMillis - rememberedMillis) < MEMORY_MILLIS) {
      return known;
    }
    Neighbours found = latest(item, nowMillis, settings);
    remembered = neighbours.size() > settings.coOccurrence().perItem() ? found : null;
    rememberedMillis = nowMillis;
    return found;
  }

  /**
   * Where others went on to from this item who had come from the same.
   *
   * @param before fingerprint of the item that the user did before, or 0
   */
  public Onward onward(long before, long nowMillis, ItemSettings settings) {
    return paths.from(before, nowMillis, settings.coOccurrence().halfLife());
  }

  /** The strongest neighbours at a moment, with everything that is counted. */
  public Neighbours latest(long item, long nowMillis, ItemSettings settings) {
    return neighbours.strongest(
        item, settings.coOccurrence().perItem(), nowMillis, settings.coOccurrence().halfLife());
  }

  /** What is known of the item, as of its last interaction. */
  public ItemFacts facts(ItemSettings settings) {
    double users = users(settings);
    sentUsers = users;
    sentMillis = happenedMillis;
    return popularity.facts(item, users);
  }

  /** Whether the last interaction is an interval away from the last one that was sent. */
  public boolean isDue(ItemSettings settings) {
    return sentMillis == EventTime.NEVER
        || Math.abs(happenedMillis - sentMillis) >= settings.updateMillis();
  }

  /**
   * Whether the facts must be sent at once: the item is new, or so many users came since they were
   * last sent that it may be what everybody wants.
   */
  public boolean isUrgent(ItemSettings settings) {
    double users = users(settings);
    return sentUsers == 0.0 || users - sentUsers >= Math.max(MANY, sentUsers / 2);
  }

  private double users(ItemSettings settings) {
    return neighbours.countAt(popularity.interactedMillis(), settings.coOccurrence().halfLife());
  }

  /** The row as bytes, to be kept as state. */
  public byte[] serialize() {
    byte[] id = item.getBytes(StandardCharsets.UTF_8);
    byte[] row = neighbours.serialize();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            1
                + Integer.BYTES
                + id.length
                + popularity.serializedBytes()
                + paths.serializedBytes()
                + row.length);
    buffer.put(LAYOUT.version()).putInt(id.length).put(id);
    popularity.serialize(buffer);
    paths.serialize(buffer);
    buffer.put(row);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The row that {@link #serialize} wrote. */
  public static ItemRow deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    byte[] id = new byte[buffer.getInt()];
    buffer.get(id);
    Popularity popularity = Popularity.deserialize(buffer);
    Paths paths = Paths.deserialize(buffer);
    return new ItemRow(
        new String(id, StandardCharsets.UTF_8),
        popularity,
        CoOccurrenceRow.deserialize(buffer),
        paths);
  }
}
