package dev.freshet.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.InterestVector;
import dev.freshet.scoring.ItemTable;
import dev.freshet.scoring.Neighbours;
import dev.freshet.scoring.PersonalList;
import dev.freshet.scoring.Publisher;
import dev.freshet.scoring.Recommender;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Redis should hold: the documents of a recommender that runs in process.
 *
 * <p>The job ranks while it learns from the same event, so a list may be ranked against the pulse
 * before that event or the one after it. Both are right.
 */
final class ExpectedRedis implements Publisher {

  private static final double TOLERANCE = 1e-6;

  private final Map<String, List<RedisWrite>> writes = new TreeMap<>();
  private final RedisDocuments documents;
  private final Recommender recommender;
  private boolean again;

  ExpectedRedis(RecommendationsSettings settings) {
    documents = new RedisDocuments(settings);
    recommender = new Recommender(settings.scoring(), this);
  }

  Recommender recommender() {
    return recommender;
  }

  /** Learns from an interaction, then takes the pulse. */
  void accept(Interaction interaction) {
    again = false;
    recommender.accept(interaction);
    recommender.tick(interaction.atMillis());
    documents.pulse(recommender.pulse(), recommender.table()).forEach(this::write);
    documents.weights(recommender.model(), interaction.atMillis()).forEach(this::write);
    documents
        .tagPulses(recommender.pulse(), recommender.table(), recommender.model())
        .forEach(this::write);
    again = true;
    recommender.publish(interaction.user(), interaction.item(), interaction.atMillis());
  }

  private void write(RedisWrite write) {
    List<RedisWrite> right = again ? writes.get(write.key()) : null;
    writes.put(write.key(), right == null ? List.of(write) : List.of(right.get(0), write));
  }

  @Override
  public void list(PersonalList list) {
    write(documents.rec(list));
  }

  @Override
  public void interests(String user, long atMillis, InterestVector interests) {
    write(documents.interest(user, atMillis, interests));
  }

  @Override
  public void similar(String item, long atMillis, Neighbours neighbours, ItemTable table) {
    write(documents.similar(item, atMillis, neighbours, table));
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
    if (one.isNumber() && other.isNumber()) {
      return Math.abs(one.asDouble() - other.asDouble()) <= TOLERANCE;
    }
    if (one.isContainerNode() && one.getNodeType() == other.getNodeType()) {
      if (one.size() != other.size()) {
        return false;
      }
      if (one.isArray()) {
        for (int i = 0; i < one.size(); i++) {
          if (!agree(one.get(i), other.get(i))) {
            return false;
          }
        }
        return true;
      }
      return one.properties().stream()
          .allMatch(
              member ->
                  other.has(member.getKey())
                      && agree(member.getValue(), other.get(member.getKey())));
    }
    return one.equals(other);
  }
}
