package dev.freshet.localstack.run;

import dev.freshet.runtime.redis.RedisWrite;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Redis would hold after some writes. */
final class RedisImage implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Map<String, RedisWrite> values = new HashMap<>();
  private final Map<String, SortedSet> sortedSets = new HashMap<>();

  /** By key, the fields of hashes that are written one by one. */
  private final Map<String, Map<String, RedisWrite>> fields = new HashMap<>();

  void apply(RedisWrite write) {
    switch (write.kind()) {
      case STRING, HASH -> values.put(write.key(), write);
      case MEMBER -> sortedSets.computeIfAbsent(write.key(), key -> new SortedSet()).put(write);
      case NO_MEMBER ->
          sortedSets.computeIfPresent(write.key(), (key, members) -> members.without(write));
      case FIELD ->
          fields.computeIfAbsent(write.key(), key -> new HashMap<>()).put(write.value(), write);
      case NO_FIELD -> fields.getOrDefault(write.key(), new HashMap<>()).remove(write.value());
      case NOTHING -> {
        values.remove(write.key());
        fields.remove(write.key());
        sortedSets.remove(write.key());
      }
    }
  }

  /** One write for each value, member and field, after which Redis would hold the same. */
  Stream<RedisWrite> writes() {
    return Stream.of(
            values.values().stream(),
            sortedSets.values().stream().map(SortedSet::members).flatMap(Collection::stream),
            fields.values().stream().map(Map::values).flatMap(Collection::stream))
        .flatMap(each -> each);
  }

  /** The members of a sorted set, in its order. */
  private static final class SortedSet implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Map<String, Place> places = new HashMap<>();
    private final TreeMap<Place, RedisWrite> members = new TreeMap<>();

    private void put(RedisWrite write) {
      remove(write.value());
      Place place = new Place(write.score(), write.value());
      places.put(write.value(), place);
      members.put(place, write);
      while (members.size() > write.most()) {
        remove(members.firstKey().member());
      }
    }

    private SortedSet without(RedisWrite write) {
      remove(write.value());
      return this;
    }

    private void remove(String member) {
      Place place = places.remove(member);
      if (place != null) {
        members.remove(place);
      }
    }

    private Collection<RedisWrite> members() {
      return members.values();
    }
  }

  /** Where a member stands: by score, and among equals by name. */
  private record Place(double score, String member) implements Comparable<Place>, Serializable {

    @Override
    public int compareTo(Place other) {
      int byScore = Double.compare(score, other.score);
      return byScore == 0 ? member.compareTo(other.member) : byScore;
    }
  }
}
