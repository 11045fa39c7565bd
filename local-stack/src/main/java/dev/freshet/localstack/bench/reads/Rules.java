package dev.freshet.localstack.bench.reads;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.scoring.items.ScoredItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** Rules of 1,000 items in all, the most that a pulse has by default, of all kinds but one. */
final class Rules {

  /** Where the pulse is that has them, beside the one without. */
  static final String PULSE = "ruled:pulse";

  private static final String CHECKSUM = ",\"crc\":\"";

  private final ArrayNode rules = new ObjectMapper().createArrayNode();
  private final List<ScoredItem> left;

  /**
   * @param items of which they are about some, drawn at random, with their global scores
   */
  Rules(List<ScoredItem> items, long seed) {
    left = new ArrayList<>(items);
    Collections.shuffle(left, new Random(seed));
    add(50, rule -> rule.put("pin", 2));
    add(50, rule -> rule.put("pin", 7));
    add(300, rule -> rule.put("factor", 2.0));
    add(300, rule -> rule.put("factor", 0.5));
    add(200, rule -> rule.put("hide", true));
    add(100, rule -> rule.put("most", 3));
  }

  /** A rule of so many items, or of fewer where there are no more. */
  private void add(int count, Consumer<ObjectNode> action) {
    ObjectNode rule = rules.addObject().put("id", "rule-" + rules.size());
    action.accept(rule);
    List<ScoredItem> some = left.subList(0, Math.min(count, left.size()));
    some.sort(Comparator.comparingDouble(ScoredItem::score).reversed());
    ArrayNode items = rule.putArray("items");
    ArrayNode scores = rule.putArray("scores");
    for (ScoredItem item : some) {
      items.add(item.item());
      scores.add(Math.round(item.score() * 1e6));
    }
    some.clear();
  }

  /** A pulse with the rules in it. */
  String in(String pulse) {
    int end = pulse.lastIndexOf(CHECKSUM);
    String members = pulse.substring(0, end) + ",\"rules\":" + rules;
    CRC32 crc = new CRC32();
    crc.update(members.getBytes(StandardCharsets.UTF_8));
    return members + CHECKSUM + "%016x\"}".formatted(crc.getValue());
  }
}
