package dev.freshet.recommendations;

import static dev.freshet.recommendations.JsonDocument.characters;
import static dev.freshet.recommendations.JsonDocument.document;
import static dev.freshet.recommendations.JsonDocument.items;
import static dev.freshet.recommendations.JsonDocument.rounded;
import static dev.freshet.recommendations.JsonDocument.text;
import static dev.freshet.recommendations.JsonDocument.withChecksum;
import static dev.freshet.recommendations.JsonDocument.writeItems;
import static dev.freshet.runtime.redis.DocumentSize.MOST_BYTES;
import static dev.freshet.runtime.redis.DocumentSize.bytes;
import static dev.freshet.runtime.redis.DocumentSize.fitting;

import com.carrotsearch.hppc.IntHashSet;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.TagLines;
import dev.freshet.scoring.id.IdCode;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.TagPulse;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Reason;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.similarity.Neighbours;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Writes what the recommender knows as the documents of the contract in {@code schemas}. */
final class RedisDocuments {

  /** Tags of a user that are published. */
  static final int PUBLISHED_TAGS = 32;

  /** What the items may have in it that a user did last, beside which there must be room. */
  private static final int MOST_RECENT_BYTES = 3_000;

  private final RecommendationsSettings settings;
  private final RedisKeys keys;

  RedisDocuments(RecommendationsSettings settings) {
    this.settings = settings;
    keys = settings.keys();
  }

  RedisWrite rec(PersonalList list) {
    return rec(list, List.of());
  }

  /**
   * Each list has as much room as if it were alone: one that made another shorter would make an
   * experiment judge that.
   *
   * @param others the user's lists by the weights of variants
   */
  RedisWrite rec(PersonalList list, List<VariantList> others) {
    int most = list.size();
    for (VariantList other : others) {
      most = Math.max(most, other.list().size());
    }
    String value =
        fitting(
            most, MOST_BYTES * (1 + others.size()), candidates -> rec(list, others, candidates));
    return RedisWrite.set(keys.rec(list.user()), value, settings.userTtl().toMillis());
  }

  /**
   * @param candidates how many of each list's are written, the first ones
   */
  private static String rec(PersonalList list, List<VariantList> others, int candidates) {
    Reasons reasons = new Reasons();
    String because = reasons.because(list, candidates);
    List<String> ofOthers =
        others.stream().map(other -> reasons.because(other.list(), candidates)).toList();
    return document(
        RecDocument.VERSION,
        list.asOfMillis(),
        characters(list.items()),
        json -> {
          writeCandidates(json, list, candidates);
          json.writeStringField("reasons", reasons.text());
          json.writeStringField("because", because);
          json.writeStringField("exclude", codes(list.excludedCodes()));
          json.writeStringField("recent", lines(list.recent(), MOST_RECENT_BYTES));
          json.writeNumberField("peerWeight", rounded(list.peerWeight()));
          if (!others.isEmpty()) {
            json.writeArrayFieldStart("variants");
            for (int i = 0; i < ofOthers.size(); i++) {
              VariantList other = others.get(i);
              json.writeStartObject();
              json.writeStringField("experiment", other.experiment());
              json.writeStringField("variant", other.variant());
              writeCandidates(json, other.list(), candidates);
              json.writeStringField("because", ofOthers.get(i));
              json.writeStringField("exclude", codes(further(other.list(), list)));
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }

  private static void writeCandidates(JsonGenerator json, PersonalList list, int most)
      throws IOException {
    int candidates = Math.min(most, list.size());
    json.writeFieldName("items");
    json.writeArray(list.items(), 0, candidates);
    json.writeFieldName("scores");
    json.writeArray(inUnits(list.scores()), 0, candidates);
  }

  /** The codes of what one list excludes and another does not. */
  private static int[] further(PersonalList list, PersonalList other) {
    IntHashSet known = IntHashSet.from(other.excludedCodes());
    return Arrays.stream(list.excludedCodes()).filter(code -> !known.contains(code)).toArray();
  }

  /** The different reasons of a document's candidates, in the order of first use. */
  private static final class Reasons {

    private final Map<Reason, Map<String, Integer>> indexes = new EnumMap<>(Reason.class);
    private final StringBuilder lines = new StringBuilder("\n");
    private int distinct;

    /** For each candidate the index of its reason, with the same number of digits. */
    String because(PersonalList list, int most) {
      int[] because = new int[Math.min(most, list.size())];
      int largest = 0;
      for (int i = 0; i < because.length; i++) {
        because[i] = index(list.reasons()[i], list.subjects()[i]);
        largest = Math.max(largest, because[i]);
      }
      return digits(because, largest);
    }

    private int index(Reason reason, String subject) {
      Integer index =
          indexes.computeIfAbsent(reason, none -> new HashMap<>()).putIfAbsent(subject, distinct);
      if (index != null) {
        return index;
      }
      // A line feed would make two reasons of one.
      lines.append(reason.text(subject).replace('\n', ' ')).append('\n');
      return distinct++;
    }

    String text() {
      return lines.toString();
    }
  }

  private static long[] inUnits(double[] scores) {
    long[] units = new long[scores.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = Math.round(scores[i] * RecDocument.SCORE_UNITS);
    }
    return units;
  }

  /** The numbers one after the other, each with as many digits as the largest. */
  private static String digits(int[] numbers, int largest) {
    int width = 1;
    for (int rest = largest; rest > 9; rest /= 10) {
      width++;
    }
    char[] digits = new char[numbers.length * width];
    for (int i = 0; i < numbers.length; i++) {
      int rest = numbers[i];
      for (int at = (i + 1) * width - 1; at >= i * width; at--) {
        digits[at] = (char) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return new String(digits);
  }

  private static String codes(int[] codes) {
    StringBuilder digits = new StringBuilder(codes.length * IdCode.HEX_DIGITS);
    for (int code : codes) {
      IdCode.appendHex(code, digits);
    }
    return digits.toString();
  }

  /** As many of the first items as have room. */
  private static String lines(String[] items, int mostBytes) {
    StringBuilder lines = new StringBuilder("\n");
    int left = mostBytes;
    for (String item : items) {
      left -= bytes(item);
      if (left < 0) {
        break;
      }
      lines.append(item).append('\n');
    }
    return lines.toString();
  }

  /**
   * What the document of the pulse says for users who were away, as JSON.
   *
   * @param pulses by {@link Gap}
   */
  static String away(IntFunction<Pulse> pulses, ItemTable table) {
    return text(
        0,
        json -> {
          json.writeStartArray();
          for (int gap = Gap.NONE + 1; gap < Gap.COUNT; gap++) {
            Pulse pulse = pulses.apply(gap);
            json.writeStartObject();
            json.writeNumberField("longerThan", Gap.longestMillis(gap - 1));
            json.writeNumberField("factor", rounded(pulse.personalFactor()));
            writeItems(json, "items", pulse.ranked(table));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The pulse where there are neither experiments nor rules. */
  List<RedisWrite> pulse(Pulse pulse, String away, Peers peers, ItemTable table) {
    return pulse(pulse, away, peers, table, ExperimentsDocument.NONE, "");
  }

  /**
   * The pulse for users who acted a moment ago, and behind it what {@link #away} gave.
   *
   * @param pulse of {@link Gap#NONE}
   * @param rules what {@link RulesDocument#of} gave
   */
  List<RedisWrite> pulse(
      Pulse pulse,
      String away,
      Peers peers,
      ItemTable table,
      ExperimentsDocument experiments,
      String rules) {
    List<ScoredItem> items = pulse.ranked(table);
    String value =
        withChecksum(
            document(
                RedisKeys.DOCUMENT_VERSION,
                pulse.asOfMillis(),
                characters(items)
                    + away.length()
                    + experiments.experiments().length()
                    + rules.length(),
                json -> {
                  writeItems(json, "items", items);
                  json.writeFieldName("away");
                  json.writeRawValue(away);
                  writePeers(json, peers, table);
                  experiments.write(json);
                  RulesDocument.write(rules, json);
                }));
    return keys.pulse().stream().map(key -> RedisWrite.set(key, value, 0L)).toList();
  }

  private static void writePeers(JsonGenerator json, Peers peers, ItemTable table)
      throws IOException {
    json.writeArrayFieldStart("peers");
    for (int i = 0; i < peers.size(); i++) {
      Peers.Step step = peers.step(i);
      json.writeStartArray();
      json.writeString(table.id(table.indexOf(step.item())));
      json.writeNumber(step.atMillis());
      json.writeNumber(rounded(peers.shortfall(i)));
      for (int index : table.indexesOf(step.context())) {
        // One that is not known has its share, so that those before it keep theirs.
        json.writeString(index < 0 ? "" : table.id(index));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  List<RedisWrite> pulse(TagPulse tag, long asOfMillis) {
    if (tag.items().isEmpty()) {
      return keys.pulse(tag.tag()).stream().map(RedisWrite::delete).toList();
    }
    List<ScoredItem> items = tag.items();
    String value =
        fitting(
            items.size(), most -> withChecksum(items(asOfMillis, "items", items.subList(0, most))));
    long ttlMillis = settings.keyTtl().toMillis();
    return keys.pulse(tag.tag()).stream()
        .map(key -> RedisWrite.set(key, value, ttlMillis))
        .toList();
  }

  List<RedisWrite> weights(ChoiceModel model, long asOfMillis) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Signal signal : Signal.values()) {
      fields.put(signal.label(), number(model.weight(signal)));
      if (signal.isGlobal()) {
        for (int gap = 0; gap < Gap.COUNT; gap++) {
          fields.put(signal.label() + ":" + Gap.label(gap), number(model.weightAfter(gap, signal)));
        }
      } else {
        for (int bucket = 0; bucket < ChoiceModel.BUCKETS; bucket++) {
          fields.put(
              signal.label() + ":" + ChoiceModel.bucketLabel(bucket),
              number(model.weight(signal, bucket)));
        }
      }
    }
    for (int gap = 0; gap < Gap.COUNT; gap++) {
      fields.put("personal:" + Gap.label(gap), number(model.personalFactor(gap)));
    }
    fields.put(RedisKeys.WEIGHTS_STEPS, Long.toString(model.steps()));
    fields.put("clipped", Long.toString(model.clipped()));
    fields.put(RedisKeys.WEIGHTS_AS_OF, Long.toString(asOfMillis));
    return keys.weights().stream().map(key -> RedisWrite.hash(key, fields)).toList();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.8f", value);
  }

  RedisWrite similar(String item, long atMillis, Neighbours neighbours, ItemTable table) {
    List<ScoredItem> similar =
        ScoredItem.similar(neighbours, atMillis, table, settings.similarSize());
    int index = table.indexOf(neighbours.item());
    String value = fitting(similar.size(), most -> similar(similar.subList(0, most), index, table));
    return RedisWrite.set(keys.similar(item), value, settings.keyTtl().toMillis());
  }

  private static String similar(List<ScoredItem> similar, int index, ItemTable table) {
    return document(
        RedisKeys.DOCUMENT_VERSION,
        table.asOfMillis(),
        characters(similar),
        json -> {
          writeItems(json, "items", similar);
          json.writeNumberField("users", rounded(index < 0 ? 0.0 : table.count(index)));
          json.writeArrayFieldStart("popularity");
          for (double popularity : index < 0 ? new double[0] : table.popularity(index)) {
            json.writeNumber(rounded(popularity));
          }
          json.writeEndArray();
        });
  }

  /** That an item must not be recommended any more: every copy of the set learns since when. */
  List<RedisWrite> retired(String item, long sinceMillis) {
    return keys.retired().stream()
        .map(key -> RedisWrite.member(key, item, (double) sinceMillis, Long.MAX_VALUE))
        .toList();
  }

  /** That an item may be recommended again, or is in no document any more. */
  List<RedisWrite> notRetired(String item) {
    return keys.retired().stream().map(key -> RedisWrite.noMember(key, item)).toList();
  }

  /** The tags that an item has now, none where it must not be recommended. */
  List<RedisWrite> tags(String item, List<String> tags) {
    if (tags.isEmpty()) {
      return keys.tags().stream().map(key -> RedisWrite.noField(key, item)).toList();
    }
    String value = TagLines.of(tags);
    return keys.tags().stream().map(key -> RedisWrite.field(key, item, value)).toList();
  }

  /** That {@link #tags} has told those of all items. */
  List<RedisWrite> tagsComplete() {
    return keys.tags().stream()
        .map(key -> RedisWrite.field(key, RedisKeys.TAGS_COMPLETE, "1"))
        .toList();
  }

  RedisWrite interest(String user, long asOfMillis, InterestVector interests) {
    List<ScoredItem> tags = new ArrayList<>();
    interests.strongest(
        PUBLISHED_TAGS,
        asOfMillis,
        settings.scoring().candidates().interest().halfLife(),
        (tag, weight) -> tags.add(new ScoredItem(tag, weight)));
    String value = fitting(tags.size(), most -> items(asOfMillis, "tags", tags.subList(0, most)));
    return RedisWrite.set(keys.interest(user), value, settings.userTtl().toMillis());
  }
}
