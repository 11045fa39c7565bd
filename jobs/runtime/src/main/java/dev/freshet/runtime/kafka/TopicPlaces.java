package dev.freshet.runtime.kafka;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where the records of a topic lie that is read from its beginning at each start. Their places rise
 * as their offsets do, and go on rising where somebody deletes the topic and makes it anew, whose
 * offsets begin at 0 again.
 */
final class TopicPlaces {

  static final Layout LAYOUT = Layout.of("topic places", 1);

  private static final String NONE_YET = "";

  /** The id of the topic, which no two have. */
  private String topic = NONE_YET;

  /** Where the record with the offset 0 lies. */
  private long begin;

  /** Where the next topic would begin. */
  private long end;

  /** The highest offset that was read, by partition. */
  private final Map<Integer, Long> read = new TreeMap<>();

  /**
   * The topic is read from its beginning.
   *
   * @param id its id
   */
  void begin(String id) {
    if (!topic.equals(id)) {
      topic = id;
      begin = end;
      read.clear();
    }
  }

  /** Where a record lies; empty if it was read before. */
  OptionalLong enter(int partition, long offset) {
    Long before = read.get(partition);
    if (before != null && before >= offset) {
      return OptionalLong.empty();
    }
    read.put(partition, offset);
    end = Math.max(end, begin + offset + 1);
    return OptionalLong.of(begin + offset);
  }

  byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.text(topic).number(begin).number(end).number(read.size());
    read.forEach((partition, offset) -> out.number(partition).number(offset));
    return out.bytes();
  }

  static TopicPlaces deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    TopicPlaces places = new TopicPlaces();
    places.topic = in.text();
    places.begin = in.number();
    places.end = in.number();
    for (int left = in.count(); left > 0; left--) {
      places.read.put(Math.toIntExact(in.number()), in.number());
    }
    return places;
  }
}
