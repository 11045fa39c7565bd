package dev.freshet.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Redis should hold: the documents of a recommender that runs in process.
 *
 * <p>The job ranks while it learns from the same event, so a list may be ranked against the pulse
 * before that event or the one after it. Both are right.
 */
final class ExpectedRedis {

  private static final double TOLERANCE = 1e-6;

  private final Map<String, List<RedisWrite>> writes = new TreeMap<>();
  private final RecommendationsInProcess job;

  ExpectedRedis(RecommendationsSettings settings) {
    job = new RecommendationsInProcess(settings);
  }

  Recommender recommender() {
    return job.recommender();
  }

  /** Learns from an interaction, then takes the pulse. */
  void accept(Interaction interaction) {
    job.accept(interaction);
    job.refresh();
    job.drain().forEach(write -> writes.put(write.key(), List.of(write)));
    recommender().publish(interaction.user(), interaction.item(), interaction.atMillis());
    for (RedisWrite again : job.drain()) {
      List<RedisWrite> right = writes.getOrDefault(again.key(), List.of(again));
      writes.put(again.key(), List.of(right.get(0), again));
    }
  }

  /** Every key with what it may hold. */
  Map<String, List<RedisWrite>> writes() {
    return writes;
  }

  /** Whether two decimal numbers are the same to 1e-6. */
  static boolean agree(String one, String other) {
    return Math.abs(Double.parseDouble(one) - Double.parseDouble(other)) <= TOLERANCE;
  }

  /** Whether two documents say the same, numbers to 1e-6. */
  static boolean agree(JsonNode one, JsonNode other) {
    return agree(one, other, TOLERANCE);
  }

  private static boolean agree(JsonNode one, JsonNode other, double tolerance) {
    if (one.isNumber() && other.isNumber()) {
      return Math.abs(one.asDouble() - other.asDouble()) <= tolerance;
    }
    if (one.isContainerNode() && one.getNodeType() == other.getNodeType()) {
      if (one.size() != other.size()) {
        return false;
      }
      if (one.isArray()) {
        for (int i = 0; i < one.size(); i++) {
          if (!agree(one.get(i), other.get(i), tolerance)) {
            return false;
          }
        }
        return true;
      }
      return one.properties().stream()
          .allMatch(
              member ->
                  other.has(member.getKey())
                      && agree(
                          member.getValue(),
                          other.get(member.getKey()),
                          toleranceOf(member.getKey())));
    }
    return one.equals(other);
  }

  private static double toleranceOf(String member) {
    return member.equals("scores") ? TOLERANCE * RecDocument.SCORE_UNITS : TOLERANCE;
  }
}
