package dev.freshet.runtime.record;

import dev.freshet.scoring.event.ItemVector;
import java.util.List;
import java.util.Optional;

/**
 * What the vectors of one catalogue must be like: all of the same length, and none so long that its
 * square cannot be told. Whoever was near one of another length would lose all that is near others.
 */
public final class VectorRule {

  private int length;

  /**
   * @param length how many numbers a vector holds, or 0 for as many as the first one
   */
  public VectorRule(int length) {
    this.length = length;
  }

  /** How many numbers a vector holds, or 0 if there was none yet. */
  public int length() {
    return length;
  }

  /** What is wrong with the catalogue's next vector, if anything is. None at all is fine. */
  public Optional<String> complaint(ItemVector vector) {
    float square = vector.square();
    if (!Float.isFinite(square)) {
      return Optional.of("vector has the square " + square);
    }
    if (square == 0) {
      return Optional.empty();
    }
    if (length == 0) {
      length = vector.size();
    }
    return vector.size() == length
        ? Optional.empty()
        : Optional.of("vector holds " + vector.size() + " numbers, not " + length);
  }

  /** The vector of these numbers, or none for one that points nowhere. */
  public static ItemVector orNone(List<Float> numbers) {
    ItemVector vector = ItemVector.of(numbers);
    return vector.square() == 0 ? ItemVector.NONE : vector;
  }
}
