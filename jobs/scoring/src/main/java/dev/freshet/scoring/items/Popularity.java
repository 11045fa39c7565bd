package dev.freshet.scoring.items;

import dev.freshet.scoring.decay.ForwardDecay;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.history.Engagement;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How popular one item is: the strengths of its users, faded at each horizon.
 *
 * <p>Each user counts once, by the best they did, from when they were first there. The sums are
 * those of the moment of the latest entry; an earlier entry has faded already when it is added, so
 * that they do not depend on the order of arrival.
 */
public final class Popularity {

  private long appearedMillis = Long.MAX_VALUE;
  private long interactedMillis = EventTime.NEVER;
  private final double[] sums;

  /**
   * @param horizons how many sums
   */
  public Popularity(int horizons) {
    sums = new double[horizons];
  }

  /** Enters that a user went from one engagement with the item to another. */
  public void enter(long atMillis, Engagement from, Engagement to, List<HalfLife> horizons) {
    advanceTo(Math.max(atMillis, to.firstMillis()), horizons);
    appearedMillis = Math.min(appearedMillis, to.firstMillis());
    if (!from.equals(to)) {
      add(-from.strength(), from, horizons);
      add(to.strength(), to, horizons);
    }
  }

  private void advanceTo(long nowMillis, List<HalfLife> horizons) {
    if (nowMillis <= interactedMillis) {
      return;
    }
    for (int h = 0; h < sums.length && interactedMillis != EventTime.NEVER; h++) {
      sums[h] *= ForwardDecay.deflate(horizons.get(h), interactedMillis, nowMillis);
    }
    interactedMillis = nowMillis;
  }

  private void add(double weight, Engagement engagement, List<HalfLife> horizons) {
    for (int h = 0; h < sums.length && !engagement.isNone(); h++) {
      sums[h] +=
          weight
              * ForwardDecay.deflate(horizons.get(h), engagement.firstMillis(), interactedMillis);
    }
  }

  /**
   * When the last interaction with the item was, or {@link EventTime#NEVER}; the sums are as of
   * this moment.
   */
  public long interactedMillis() {
    return interactedMillis;
  }

  /**
   * What is known of the item.
   *
   * @param item its id
   * @param users how many users interacted with it, decayed to {@link #interactedMillis}
   */
  public ItemFacts facts(String item, double users) {
    return new ItemFacts(item, appearedMillis, interactedMillis, sums.clone(), users);
  }

  int serializedBytes() {
    return 1 + 2 * Long.BYTES + sums.length * Double.BYTES;
  }

  void serialize(ByteBuffer buffer) {
    buffer.put((byte) sums.length).putLong(appearedMillis).putLong(interactedMillis);
    for (double sum : sums) {
      buffer.putDouble(sum);
    }
  }

  static Popularity deserialize(ByteBuffer buffer) {
    Popularity popularity = new Popularity(buffer.get());
    popularity.appearedMillis = buffer.getLong();
    popularity.interactedMillis = buffer.getLong();
    for (int h = 0; h < popularity.sums.length; h++) {
      popularity.sums[h] = buffer.getDouble();
    }
    return popularity;
  }
}
