package dev.freshet.recommendations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
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
import dev.freshet.scoring.similarity.Neighbours;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Writes what the recommender knows as the documents of the contract in {@code schemas}. */
final class RedisDocuments {

  /** Tags of a user that are published. */
  private static final int PUBLISHED_TAGS = 32;

  /** Scores are published with this many digits after the point. */
  private static final double PRECISION = 1e8;

  private static final JsonFactory JSON = new JsonFactory();

  private final RecommendationsSettings settings;
  private final RedisKeys keys;

  RedisDocuments(RecommendationsSettings settings) {
    this.settings = settings;
    keys = settings.keys();
  }

  RedisWrite rec(PersonalList list) {
    Map<Reason, Map<String, Integer>> indexes = new EnumMap<>(Reason.class);
    StringBuilder reasons = new StringBuilder("\n");
    int[] because = new int[list.size()];
    int distinct = 0;
    for (int i = 0; i < because.length; i++) {
      Reason reason = list.reasons()[i];
      String subject = list.subjects()[i];
      Integer index =
          indexes.computeIfAbsent(reason, none -> new HashMap<>()).putIfAbsent(subject, distinct);
      if (index == null) {
        because[i] = distinct++;
        // A line feed would make two reasons of one.
        reasons.append(reason.text(subject).replace('\n', ' ')).append('\n');
      } else {
        because[i] = index;
      }
    }
    int largest = distinct - 1;
    String value =
        document(
            RecDocument.VERSION,
            list.asOfMillis(),
            characters(list.items()),
            json -> {
              json.writeFieldName("items");
              json.writeArray(list.items(), 0, list.size());
              json.writeFieldName("scores");
              json.writeArray(inUnits(list.scores()), 0, list.size());
              json.writeStringField("reasons", reasons.toString());
              json.writeStringField("because", digits(because, largest));
              json.writeStringField("exclude", lines(list.excluded()));
              json.writeStringField("recent", lines(list.recent()));
              json.writeNumberField("peerWeight", rounded(list.peerWeight()));
            });
    return RedisWrite.set(keys.rec(list.user()), value, settings.keyTtl().toMillis());
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

  private static String lines(String[] items) {
    StringBuilder lines = new StringBuilder("\n");
    for (String item : items) {
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

  /**
   * The pulse for users who acted a moment ago, and behind it what {@link #away} gave.
   *
   * @param pulse of {@link Gap#NONE}
   */
  List<RedisWrite> pulse(Pulse pulse, String away, Peers peers, ItemTable table) {
    List<ScoredItem> items = pulse.ranked(table);
    String value =
        withChecksum(
            document(
                RedisKeys.DOCUMENT_VERSION,
                pulse.asOfMillis(),
                characters(items) + away.length(),
                json -> {
                  writeItems(json, "items", items);
                  json.writeFieldName("away");
                  json.writeRawValue(away);
                  writePeers(json, peers, table);
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
    String value = withChecksum(items(asOfMillis, "items", tag.items()));
    long ttlMillis = settings.keyTtl().toMillis();
    return keys.pulse(tag.tag()).stream()
        .map(key -> RedisWrite.set(key, value, ttlMillis))
        .toList();
  }

  /**
   * The document with a last member that tells the reader function whether it has read it before.
   */
  private static String withChecksum(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    // Together they are a cyclic redundancy check of 64 bits.
    CRC32 low = new CRC32();
    low.update(bytes);
    CRC32C high = new CRC32C();
    high.update(bytes);
    String members = document.substring(0, document.length() - 1);
    return "%s,\"crc\":\"%08x%08x\"}".formatted(members, high.getValue(), low.getValue());
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
    String value =
        document(
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
    return RedisWrite.set(keys.similar(item), value, settings.keyTtl().toMillis());
  }

  RedisWrite interest(String user, long asOfMillis, InterestVector interests) {
    List<ScoredItem> tags = new ArrayList<>();
    interests.strongest(
        PUBLISHED_TAGS,
        asOfMillis,
        settings.scoring().candidates().interest().halfLife(),
        (tag, weight) -> tags.add(new ScoredItem(tag, weight)));
    return RedisWrite.set(
        keys.interest(user), items(asOfMillis, "tags", tags), settings.keyTtl().toMillis());
  }

  private static String items(long asOfMillis, String member, List<ScoredItem> items) {
    return document(
        RedisKeys.DOCUMENT_VERSION,
        asOfMillis,
        characters(items),
        json -> writeItems(json, member, items));
  }

  private static void writeItems(JsonGenerator json, String member, List<ScoredItem> items)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (ScoredItem item : items) {
      json.writeStartArray();
      json.writeString(item.item());
      json.writeNumber(rounded(item.score()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static double rounded(double number) {
    return Math.rint(number * PRECISION) / PRECISION;
  }

  /**
   * How many characters the ids have. Reading them all at once also lets the processor fetch many
   * from memory at a time; while they are written it would wait for one after the other.
   */
  private static int characters(String[] ids) {
    int sum = 0;
    for (String id : ids) {
      sum += id.length();
    }
    return sum;
  }

  private static int characters(List<ScoredItem> items) {
    int sum = 0;
    for (ScoredItem item : items) {
      sum += item.item().length();
    }
    return sum;
  }

  /** Writes some JSON, such as the members of a document. */
  private interface Json {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * A document of its version, its moment and some members.
   *
   * @param idCharacters how many characters the ids in it have
   */
  private static String document(int version, long asOfMillis, int idCharacters, Json members) {
    return text(
        idCharacters,
        json -> {
          json.writeStartObject();
          json.writeNumberField("v", version);
          json.writeNumberField("asOf", asOfMillis);
          members.write(json);
          json.writeEndObject();
        });
  }

  private static String text(int idCharacters, Json content) {
    StringWriter text = new StringWriter(4096 + idCharacters);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
