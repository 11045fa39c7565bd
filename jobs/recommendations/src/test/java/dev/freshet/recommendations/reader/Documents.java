package dev.freshet.recommendations.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ServedRule;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The documents that the reader function reads. */
final class Documents {

  static final long AS_OF_MILLIS = 1_764_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** A candidate of {@code rec:<user>} with the personal part of its score. */
  record Candidate(String item, double score, String reason) {}

  /** An item of a pulse with the global part of its score. */
  record Pulsing(String item, double score) {}

  /** A part of a pulse, for those who were away for longer. */
  record Away(long longerThanMillis, double factor, List<Pulsing> items) {}

  /**
   * What a user did.
   *
   * @param sinceMillis how long after {@link #AS_OF_MILLIS}; may be before it
   * @param context what the user had done before, the last one first
   */
  record Step(String item, long sinceMillis, double shortfall, List<String> context) {}

  /** What a user did last, the last one first, and how much peers count. */
  record Recent(List<String> items, double peerWeight) {

    static final Recent NONE = new Recent(List.of(), 0.0);
  }

  static byte[] rec(List<Candidate> candidates, List<String> exclude) {
    return rec(candidates, exclude, Recent.NONE);
  }

  static byte[] rec(List<Candidate> candidates, List<String> exclude, Recent recent) {
    return rec(candidates, exclude, recent, List.of());
  }

  /** As the job writes: an item once, and none of those to exclude. */
  static byte[] rec(
      List<Candidate> candidates, List<String> exclude, Recent recent, List<OfVariant> variants) {
    List<String> reasons =
        Stream.concat(Stream.of(candidates), variants.stream().map(OfVariant::candidates))
            .flatMap(List::stream)
            .map(Candidate::reason)
            .distinct()
            .toList();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("v", 4);
    members.put("asOf", AS_OF_MILLIS);
    putCandidates(members, candidates, exclude, reasons);
    members.put("reasons", lines(reasons));
    members.put("exclude", codes(exclude));
    members.put("recent", lines(recent.items()));
    members.put("peerWeight", recent.peerWeight());
    if (!variants.isEmpty()) {
      members.put(
          "variants", variants.stream().map(each -> each.members(exclude, reasons)).toList());
    }
    return json(members);
  }

  /** A user's list by the weights of a variant. */
  record OfVariant(
      String experiment, String variant, List<Candidate> candidates, List<String> exclude) {

    private Map<String, Object> members(List<String> excluded, List<String> reasons) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("experiment", experiment);
      members.put("variant", variant);
      List<String> all = Stream.concat(excluded.stream(), exclude.stream()).toList();
      putCandidates(members, candidates, all, reasons);
      members.put("exclude", codes(exclude));
      return members;
    }
  }

  private static void putCandidates(
      Map<String, Object> members,
      List<Candidate> candidates,
      List<String> exclude,
      List<String> reasons) {
    Map<String, Candidate> listed = new LinkedHashMap<>();
    candidates.forEach(candidate -> listed.putIfAbsent(candidate.item(), candidate));
    listed.keySet().removeAll(Set.copyOf(exclude));
    members.put("items", List.copyOf(listed.keySet()));
    members.put("scores", listed.values().stream().map(c -> Math.round(c.score() * 1e6)).toList());
    members.put(
        "because",
        digits(listed.values().stream().map(each -> reasons.indexOf(each.reason())).toList()));
  }

  private static String codes(List<String> items) {
    return items.stream().map(Documents::code).collect(Collectors.joining());
  }

  /** As any client can tell it. */
  static String code(String item) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(item.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String lines(List<String> texts) {
    return texts.stream().map(text -> text + "\n").collect(Collectors.joining("", "\n", ""));
  }

  private static String digits(List<Integer> numbers) {
    return numbers.stream().map("%03d"::formatted).collect(Collectors.joining());
  }

  /** Without a checksum, as by other hands than the job's. */
  static byte[] plainPulse(List<Pulsing> items, Away... away) {
    return plainPulse(items, List.of(), away);
  }

  static byte[] plainPulse(List<Pulsing> items, List<Step> peers, Away... away) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("v", 1);
    members.put("asOf", AS_OF_MILLIS);
    members.put("items", rows(items));
    if (away.length > 0) {
      members.put("away", Arrays.stream(away).map(Documents::part).toList());
    }
    if (!peers.isEmpty()) {
      members.put("peers", peers.stream().map(Documents::row).toList());
    }
    return json(members);
  }

  /** The member of a pulse that has the pulse by the weights of a variant. */
  static String pulseOf(String experiment, String variant, List<Pulsing> items, List<Away> away) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("experiment", experiment);
    members.put("variant", variant);
    members.put("items", rows(items));
    members.put("away", away.stream().map(Documents::part).toList());
    return "\"variants\":[" + new String(json(members), StandardCharsets.UTF_8) + "]";
  }

  private static List<Object> row(Step step) {
    List<Object> row = new ArrayList<>();
    row.add(step.item());
    row.add(AS_OF_MILLIS + step.sinceMillis());
    row.add(step.shortfall());
    row.addAll(step.context());
    return row;
  }

  private static Map<String, Object> part(Away away) {
    return Map.of(
        "longerThan",
        away.longerThanMillis(),
        "factor",
        away.factor(),
        "items",
        rows(away.items()));
  }

  private static List<List<Object>> rows(List<Pulsing> items) {
    return items.stream().map(p -> List.<Object>of(p.item(), p.score())).toList();
  }

  /** As the job writes. */
  static byte[] pulse(List<Pulsing> items, Away... away) {
    return pulse(items, List.of(), away);
  }

  /** As the job writes. */
  static byte[] pulse(List<Pulsing> items, List<Step> peers, Away... away) {
    return withChecksum(plainPulse(items, peers, away));
  }

  /** A document with further members, such as {@code "rules":[]}. */
  static byte[] with(byte[] plain, String members) {
    String text = new String(plain, StandardCharsets.UTF_8);
    return (text.substring(0, text.length() - 1) + "," + members + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The member of a pulse that has newcomers. */
  static String newcomers(List<ScoredItem> newcomers) {
    return newcomers.stream()
        .map(each -> "[\"%s\",%s]".formatted(each.item().replace("\"", "\\\""), each.score()))
        .collect(Collectors.joining(",", "\"newcomers\":[", "]"));
  }

  /** The member of a pulse that has rules, as the job writes it. */
  static String rules(List<ServedRule> rules) {
    return "\"rules\":"
        + new String(json(rules.stream().map(Documents::members).toList()), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> members(ServedRule rule) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", rule.id());
    if (!rule.reason().isEmpty()) {
      members.put("reason", rule.reason());
    }
    if (!rule.placements().isEmpty()) {
      members.put("placements", rule.placements());
    }
    if (!rule.audience().isEmpty()) {
      members.put("audience", rule.audience());
    }
    if (rule.fromMillis() > 0) {
      members.put("from", rule.fromMillis());
    }
    if (rule.untilMillis() < Long.MAX_VALUE) {
      members.put("until", rule.untilMillis());
    }
    switch (rule.action()) {
      case PIN, MOST ->
          members.put(rule.action().name().toLowerCase(Locale.ROOT), (long) rule.amount());
      case FACTOR -> members.put("factor", rule.amount());
      case HIDE, ONLY -> members.put(rule.action().name().toLowerCase(Locale.ROOT), true);
    }
    members.put("items", rule.items());
    if (!rule.scores().isEmpty()) {
      members.put("scores", rule.scores().stream().map(score -> Math.round(score * 1e6)).toList());
    }
    return members;
  }

  static byte[] withChecksum(byte[] plain) {
    CRC32 crc = new CRC32();
    crc.update(plain);
    String members = new String(plain, 0, plain.length - 1, StandardCharsets.UTF_8);
    return "%s,\"crc\":\"%016x\"}"
        .formatted(members, crc.getValue())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] json(Object document) {
    try {
      return JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
