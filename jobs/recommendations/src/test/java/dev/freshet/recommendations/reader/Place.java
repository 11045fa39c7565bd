package dev.freshet.recommendations.reader;

import java.util.List;

/** One place of a list that the reader function returned. */
record Place(String item, double score, String reason) {

  /** Reads one element of the reply: item, score and reason as strings. */
  static Place of(List<?> element) {
    if (element.size() != 3) {
      throw new IllegalArgumentException("a place must be [item, score, reason], was " + element);
    }
    return new Place(
        (String) element.get(0),
        Double.parseDouble((String) element.get(1)),
        (String) element.get(2));
  }
}
