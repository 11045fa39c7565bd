package dev.freshet.scoring.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An item's vector with 8 bits a number: a cosine of two such errs by less than a hundredth, and a
 * large catalogue takes a tenth of the memory.
 *
 * @param numbers each number as a part of the largest, −127 to 127; empty for no vector
 * @param largest the absolute value of the number farthest from 0; not finite if one of them is not
 * @param length the length of the vector of {@code numbers}
 */
public record ItemVector(byte[] numbers, float largest, double length) {

  public static final ItemVector NONE = new ItemVector(new byte[0], 0f, 0.0);

  private static final float STEPS = 127f;

  /** The vector of these numbers; none if all are 0. */
  public static ItemVector of(List<Float> vector) {
    float largest = 0f;
    for (float number : vector) {
      largest = Math.max(largest, Math.abs(number));
    }
    if (largest == 0f) {
      return NONE;
    }
    byte[] numbers = new byte[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) Math.round(vector.get(i) / largest * STEPS);
    }
    return of(numbers, largest);
  }

  private static ItemVector of(byte[] numbers, float largest) {
    long squares = 0;
    for (byte number : numbers) {
      squares += number * number;
    }
    return new ItemVector(numbers, largest, Math.sqrt((double) squares));
  }

  /** How many numbers it holds; 0 if there is none. */
  public int size() {
    return numbers.length;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return numbers.length == 0;
  }

  /** The numbers to calculate with. */
  public float[] values() {
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i] / STEPS * largest;
    }
    return values;
  }

  /** The same, for those who write it down. */
  public List<Float> toList() {
    List<Float> list = new ArrayList<>(numbers.length);
    for (float value : values()) {
      list.add(value);
    }
    return list;
  }

  /** The sum of the squares of its numbers; not finite if one of them is not, or if it is huge. */
  public float square() {
    double norm = length / STEPS * largest;
    return (float) (norm * norm);
  }

  /** The cosine with a user's vector, cut at 0; 0 if there is none or of another length. */
  public double match(float[] vector) {
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

  public void write(DataOutput out) throws IOException {
    out.writeInt(numbers.length);
    if (!isEmpty()) {
      out.write(numbers);
      out.writeFloat(largest);
    }
  }

  public static ItemVector read(DataInput in) throws IOException {
    byte[] numbers = new byte[in.readInt()];
    if (numbers.length == 0) {
      return NONE;
    }
    in.readFully(numbers);
    return of(numbers, in.readFloat());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemVector vector
        && Arrays.equals(numbers, vector.numbers)
        && Float.compare(largest, vector.largest) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(numbers) + Float.hashCode(largest);
  }
}
