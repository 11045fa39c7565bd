package dev.freshet.scoring.items;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * An item's vector with 8 bits a number: a cosine needs their proportions alone, and errs by less
 * than a hundredth.
 *
 * @param numbers each number as a part of the largest, −127 to 127; empty for no vector
 * @param length the length of the vector of {@code numbers}
 */
record ItemVector(byte[] numbers, double length) {

  static final ItemVector NONE = new ItemVector(new byte[0], 0.0);

  private static final float LARGEST = 127f;

  /** The vector of these numbers; none if all are 0. */
  static ItemVector of(List<Float> vector) {
    float largest = 0f;
    for (float number : vector) {
      largest = Math.max(largest, Math.abs(number));
    }
    if (largest == 0f) {
      return NONE;
    }
    byte[] numbers = new byte[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) Math.round(vector.get(i) / largest * LARGEST);
    }
    return of(numbers);
  }

  private static ItemVector of(byte[] numbers) {
    long squares = 0;
    for (byte number : numbers) {
      squares += number * number;
    }
    return new ItemVector(numbers, Math.sqrt((double) squares));
  }

  /** The cosine with a user's vector, cut at 0; 0 if there is none or of another length. */
  double match(float[] vector) {
    if (numbers.length == 0 || numbers.length != vector.length) {
      return 0.0;
    }
    double product = 0.0;
    double squares = 0.0;
    for (int i = 0; i < numbers.length; i++) {
      product += (double) numbers[i] * vector[i];
      squares += (double) vector[i] * vector[i];
    }
    return product <= 0 ? 0.0 : product / (length * Math.sqrt(squares));
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(numbers.length);
    out.write(numbers);
  }

  static ItemVector read(DataInput in) throws IOException {
    byte[] numbers = new byte[in.readInt()];
    in.readFully(numbers);
    return numbers.length == 0 ? NONE : of(numbers);
  }
}
