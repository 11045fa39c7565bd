package dev.freshet.scoring.interest;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.decay.DecayedSums;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.SharedNames;
import dev.freshet.scoring.top.TopK;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * What a user is interested in: a decayed weight for each of a bounded number of tags.
 *
 * <p>A user's strength for an item is shared among the item's tags with {@code 1/√tags}, so that an
 * item with many tags says as much in all as one with few (unit length), and fades from when the
 * user was first there. An item that the user spoke against counts as a strength below 0: a tag may
 * then weigh less than nothing, which outweighs what else speaks for it, and is not told to
 * anybody.
 */
public final class InterestVector extends DecayedSums {

  public static final Layout LAYOUT = Layout.of("interest vector", 1);

  private static final double ROUNDING = 1e-9;

  private int size;
  private String[] tags = new String[4];
  private double[] weights = new double[4];

  public InterestVector() {
    super(FARTHEST);
  }

  /** Tags held. */
  public int size() {
    return size;
  }

  /** Enters that the user moved from one engagement to another with an item with these tags. */
  public void add(
      List<String> itemTags, Engagement from, Engagement to, HalfLife halfLife, int bound) {
    if (itemTags.isEmpty() || from.equals(to)) {
      return;
    }
    double gain = inflated(to, halfLife) - inflated(from, halfLife);
    gain /= Math.sqrt((double) itemTags.size());
    for (String tag : itemTags) {
      int index = indexFor(tag, bound);
      weights[index] += gain;
      // What was given and taken back may differ in its last digits.
      if (Math.abs(weights[index]) < ROUNDING * Math.abs(gain)) {
        weights[index] = 0.0;
      }
    }
  }

  private double inflated(Engagement engagement, HalfLife halfLife) {
    return engagement.isNone()
        ? 0.0
        : engagement.strength() * inflate(engagement.firstMillis(), halfLife);
  }

  @Override
  protected void rescale(double factor) {
    for (int i = 0; i < size; i++) {
      weights[i] *= factor;
    }
  }

  private int indexFor(String tag, int bound) {
    for (int i = 0; i < size; i++) {
      if (tags[i].equals(tag)) {
        return i;
      }
    }
    if (size >= bound + Math.max(1, bound / 4)) {
      cutTo(bound);
    }
    if (size == tags.length) {
      tags = Arrays.copyOf(tags, size * 2);
      weights = Arrays.copyOf(weights, size * 2);
    }
    tags[size] = SharedNames.of(tag);
    weights[size] = 0;
    return size++;
  }

  private void cutTo(int bound) {
    // What a user is against is worth remembering, too.
    double[] sizes = new double[size];
    for (int i = 0; i < size; i++) {
      sizes[i] = Math.abs(weights[i]);
    }
    int[] kept = largestFirst(sizes, bound);
    Arrays.sort(kept);
    for (int i = 0; i < kept.length; i++) {
      tags[i] = tags[kept[i]];
      weights[i] = weights[kept[i]];
    }
    size = kept.length;
  }

  private int[] largestFirst(double[] numbers, int limit) {
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = Fingerprint.of(tags[i]);
    }
    return TopK.of(numbers, ids, size, limit);
  }

  /**
   * Tells the strongest tags with their weights at {@code nowMillis}, strongest first; of those
   * that weigh nothing or less, none.
   */
  public void strongest(
      int limit, long nowMillis, HalfLife halfLife, ObjDoubleConsumer<String> reader) {
    if (size == 0) {
      return;
    }
    double deflation = deflate(nowMillis, halfLife);
    for (int index : largestFirst(weights, limit)) {
      if (weights[index] > 0) {
        reader.accept(tags[index], weights[index] * deflation);
      }
    }
  }

  /**
   * The vector as it can be sent: tags and weights against the landmark, whose scale is free, those
   * below 0 among them.
   */
  public Interests interests() {
    return new Interests(Arrays.copyOf(tags, size), Arrays.copyOf(weights, size));
  }

  /** The vector as bytes, to be kept as state. */
  public byte[] serialize() {
    byte[][] names = new byte[size][];
    int length = 1 + Long.BYTES + Integer.BYTES;
    for (int i = 0; i < size; i++) {
      names[i] = tags[i].getBytes(StandardCharsets.UTF_8);
      length += Integer.BYTES + names[i].length + Double.BYTES;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.put(LAYOUT.version()).putLong(landmarkMillis()).putInt(size);
    for (int i = 0; i < size; i++) {
      buffer.putInt(names[i].length).put(names[i]).putDouble(weights[i]);
    }
    return buffer.array();
  }

  /** The vector that {@link #serialize} wrote. */
  public static InterestVector deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    InterestVector vector = new InterestVector();
    vector.restoreLandmark(buffer.getLong());
    vector.size = buffer.getInt();
    vector.tags = new String[Math.max(4, vector.size)];
    vector.weights = new double[Math.max(4, vector.size)];
    for (int i = 0; i < vector.size; i++) {
      byte[] name = new byte[buffer.getInt()];
      buffer.get(name);
      vector.tags[i] = SharedNames.of(new String(name, StandardCharsets.UTF_8));
      vector.weights[i] = buffer.getDouble();
    }
    return vector;
  }
}
