package dev.freshet.scoring;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** Picks the places with the highest values, ties by id, so that no order of arrival shows. */
final class Strongest {

  private Strongest() {}

  /**
   * The places of the {@code limit} highest of {@code size} values, highest first.
   *
   * @param value the value at a place; NaN counts as lowest
   * @param id breaks ties: the lower id comes first
   */
  static int[] of(int size, int limit, IntToDoubleFunction value, IntToLongFunction id) {
    int bound = Math.min(size, Math.max(0, limit));
    int[] heap = new int[bound];
    double[] values = new double[bound];
    int held = 0;
    for (int place = 0; place < size; place++) {
      double candidate = value.applyAsDouble(place);
      if (Double.isNaN(candidate)) {
        candidate = Double.NEGATIVE_INFINITY;
      }
      if (held < bound) {
        heap[held] = place;
        values[held] = candidate;
        up(heap, values, held++, id);
      } else if (bound > 0 && lower(values[0], heap[0], candidate, place, id)) {
        heap[0] = place;
        values[0] = candidate;
        down(heap, values, 0, held, id);
      }
    }
    for (int end = held - 1; end > 0; end--) {
      swap(heap, values, 0, end);
      down(heap, values, 0, end, id);
    }
    return heap;
  }

  private static boolean lower(
      double value, int place, double otherValue, int otherPlace, IntToLongFunction id) {
    return value < otherValue
        || (value == otherValue && id.applyAsLong(place) > id.applyAsLong(otherPlace));
  }

  private static void up(int[] heap, double[] values, int from, IntToLongFunction id) {
    int node = from;
    while (node > 0) {
      int parent = (node - 1) >>> 1;
      if (!lower(values[node], heap[node], values[parent], heap[parent], id)) {
        return;
      }
      swap(heap, values, node, parent);
      node = parent;
    }
  }

  private static void down(int[] heap, double[] values, int from, int size, IntToLongFunction id) {
    int node = from;
    while (true) {
      int least = 2 * node + 1;
      if (least >= size) {
        return;
      }
      int right = least + 1;
      if (right < size && lower(values[right], heap[right], values[least], heap[least], id)) {
        least = right;
      }
      if (!lower(values[least], heap[least], values[node], heap[node], id)) {
        return;
      }
      swap(heap, values, node, least);
      node = least;
    }
  }

  private static void swap(int[] heap, double[] values, int i, int j) {
    int place = heap[i];
    heap[i] = heap[j];
    heap[j] = place;
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
