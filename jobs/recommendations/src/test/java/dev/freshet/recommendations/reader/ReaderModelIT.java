package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.recommendations.reader.Documents.Away;
import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.OfVariant;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.recommendations.reader.Documents.Recent;
import dev.freshet.recommendations.reader.Documents.Step;
import dev.freshet.recommendations.reader.ReaderModel.Case;
import dev.freshet.recommendations.reader.ReaderModel.Condition;
import dev.freshet.recommendations.reader.ReaderModel.Tags;
import dev.freshet.recommendations.reader.ReaderModel.Trial;
import dev.freshet.recommendations.reader.ReaderModel.Weighed;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds the function against the model on random documents and arguments. */
class ReaderModelIT {

  private static final long SEED = 20_261_123L;
  private static final int CASES = 3_000;
  private static final List<String> KEYS = List.of("rec:ada", "pulse");
  private static final List<String> TAGS = List.of("mathematics", "go", "курс");

  private static final List<String> AUDIENCES =
      List.of("drifting", "new", "third", "fourth", "fifth", "sixth", "seventh");

  /** The last one leaves so little that it is drawn less often. */
  private static final List<ListAction> ACTIONS =
      List.of(ListAction.PIN, ListAction.FACTOR, ListAction.HIDE, ListAction.MOST, ListAction.ONLY);

  private static final List<String> PLACEMENTS = List.of("home", "mail", ReaderModel.TRIAL);

  @RegisterExtension private static final RedisWithReader REDIS = new RedisWithReader();

  @Test
  void ranksAsTheModelDoes() {
    Random random = new Random(SEED);
    LettuceReader reader = new LettuceReader(REDIS.commands());
    for (int number = 0; number < CASES; number++) {
      Case asked = randomCase(random);
      store(
          "rec:ada",
          asked.rec(),
          Documents.rec(asked.candidates(), asked.done(), asked.recent(), ofVariants(asked)),
          random);
      Away[] away = asked.away().toArray(Away[]::new);
      store("pulse", asked.pulse(), pulse(random, asked, away), random);
      storeTags(asked.tags(), random);
      REDIS.commands().del("retired");
      AUDIENCES.forEach(each -> REDIS.commands().del("audience:" + each));
      asked.audiences().forEach(each -> REDIS.commands().zadd("audience:" + each, 1.0, "ada"));
      REDIS.retire("retired", asked.retired().toArray(String[]::new));

      assertThat(reader.read(KEYS, arguments(asked)))
          .as("case %d of seed %d: %s", number, SEED, asked)
          .isEqualTo(ReaderModel.list(asked));
    }
  }

  private static Case randomCase(Random random) {
    int catalogue = 1 + random.nextInt(random.nextBoolean() ? 12 : 400);
    int places = 1 + random.nextInt(random.nextBoolean() ? 20 : 200);
    Long awayMillis = random.nextInt(4) == 0 ? null : (long) random.nextInt(5_000);
    return new Case(
        condition(random),
        candidates(random, catalogue),
        items(random, catalogue, 30),
        condition(random),
        pulse(random, catalogue, 210),
        away(random, catalogue),
        peers(random, catalogue),
        new Recent(context(random, catalogue), random.nextInt(4) == 0 ? 0.0 : random.nextDouble()),
        tags(random, catalogue),
        places,
        items(random, catalogue, 10),
        random.nextInt(3) == 0 ? items(random, catalogue, 50) : List.of(),
        awayMillis,
        random.nextInt(3) == 0 ? List.of() : rules(random, catalogue),
        random.nextInt(3) == 0 ? null : PLACEMENTS.get(random.nextInt(PLACEMENTS.size())),
        AUDIENCES.stream().filter(each -> random.nextInt(3) == 0).collect(Collectors.toSet()),
        random.nextBoolean() ? 0 : random.nextInt(1 + Math.min(200 - places, 30)),
        trial(random, catalogue, awayMillis != null));
  }

  private static List<Candidate> candidates(Random random, int catalogue) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = random.nextInt(160); i > 0; i--) {
      candidates.add(new Candidate(item(random, catalogue), score(random), reason(random)));
    }
    return candidates;
  }

  /** What is explored depends on the minute, so there is none where the call does not tell it. */
  private static Trial trial(Random random, int catalogue, boolean mayExplore) {
    List<ScoredItem> newcomers =
        context(random, catalogue + 20).stream()
            .map(item -> new ScoredItem(item, 1e-3 + random.nextDouble()))
            .toList();
    return new Trial(
        random.nextInt(3) == 0,
        random.nextBoolean() ? 1.0 : List.of(0.05, 0.25, 0.3, 0.6, 0.9).get(random.nextInt(5)),
        mayExplore && random.nextBoolean() ? List.of(0.1, 0.5, 1.0).get(random.nextInt(3)) : 0.0,
        newcomers,
        weighed(random, catalogue));
  }

  private static Weighed weighed(Random random, int catalogue) {
    return new Weighed(
        random.nextBoolean() ? candidates(random, catalogue) : null,
        items(random, catalogue, 5),
        random.nextBoolean() ? pulse(random, catalogue, 210) : null,
        away(random, catalogue));
  }

  /** Besides that of the trial one of another experiment, and one of another variant. */
  private static List<OfVariant> ofVariants(Case asked) {
    Weighed weighed = asked.trial().weighed();
    List<Candidate> candidates = weighed.candidates();
    if (candidates == null) {
      return List.of();
    }
    List<Candidate> other = List.of(new Candidate("other", 1e3, "vector"));
    return List.of(
        new OfVariant("another", "b", other, List.of()),
        new OfVariant(ReaderModel.TRIAL, "c", other, List.of()),
        new OfVariant(ReaderModel.TRIAL, "b", candidates, weighed.done()));
  }

  /** Half of the calls ask for none. */
  private static Tags tags(Random random, int catalogue) {
    boolean asks = random.nextBoolean();
    Map<String, List<Pulsing>> pulses = new LinkedHashMap<>();
    for (String tag : TAGS) {
      if (random.nextInt(5) > 0) {
        pulses.put(tag, firstOfEach(pulse(random, catalogue, 60)));
      }
    }
    Map<String, List<String>> byItem = new LinkedHashMap<>();
    for (int number = 0; number < catalogue + 20; number++) {
      if (random.nextInt(4) > 0) {
        byItem.put(item(number), some(random));
      }
    }
    return new Tags(
        asks && random.nextInt(3) == 0 ? TAGS.get(random.nextInt(TAGS.size())) : null,
        asks && random.nextInt(3) == 0 ? some(random) : List.of(),
        asks && random.nextInt(3) == 0 ? some(random) : null,
        asks && random.nextInt(3) == 0 ? some(random) : List.of(),
        pulses,
        random.nextInt(4) == 0 ? null : byItem);
  }

  private static List<Pulsing> firstOfEach(List<Pulsing> rows) {
    Set<String> known = new HashSet<>();
    return rows.stream().filter(row -> known.add(row.item())).toList();
  }

  /** At least one. */
  private static List<String> some(Random random) {
    List<String> tags = new ArrayList<>(TAGS);
    Collections.shuffle(tags, random);
    return List.copyOf(tags.subList(0, 1 + random.nextInt(tags.size())));
  }

  private static void storeTags(Tags tags, Random random) {
    REDIS.commands().del("tags");
    for (String tag : TAGS) {
      boolean isThere = tags.pulses().containsKey(tag);
      store(
          "pulse:" + tag,
          isThere ? Condition.SOUND : random.nextBoolean() ? Condition.MISSING : Condition.DAMAGED,
          pulse(random, tags.pulses().getOrDefault(tag, List.of()), List.of()),
          random);
    }
    Map<String, List<String>> byItem = tags.byItem();
    if (byItem != null) {
      REDIS.storeTags("tags", byItem);
    }
  }

  private static List<ServedRule> rules(Random random, int catalogue) {
    Map<String, Double> scores = new HashMap<>();
    List<ServedRule> rules = new ArrayList<>();
    boolean areMany = random.nextInt(10) == 0;
    for (int number = random.nextInt(areMany ? 90 : 8); number >= 0; number--) {
      ListAction action = ACTIONS.get(random.nextInt(random.nextInt(3) == 0 ? 5 : 4));
      List<String> items =
          items(random, catalogue + 20, random.nextBoolean() ? 5 : 60).stream().distinct().toList();
      boolean lists = action != ListAction.HIDE && action != ListAction.MOST;
      rules.add(
          new ServedRule(
              "rule-" + random.nextInt(5),
              random.nextBoolean() ? "" : "Неделя \"" + number + "\"",
              random.nextInt(3) > 0
                  ? Set.of()
                  : Set.of("home", random.nextBoolean() ? "x" : "mail"),
              random.nextInt(3) > 0 ? "" : AUDIENCES.get(random.nextInt(areMany ? 7 : 2)),
              random.nextInt(3) > 0 ? 0 : Documents.AS_OF_MILLIS + random.nextInt(3_000),
              random.nextInt(3) > 0
                  ? Long.MAX_VALUE
                  : Documents.AS_OF_MILLIS + 3_000 + random.nextInt(3_000),
              action,
              amount(random, action),
              items,
              lists
                  ? items.stream()
                      .map(item -> scores.computeIfAbsent(item, each -> score(random) + 0.0))
                      .toList()
                  : List.of()));
    }
    return rules;
  }

  private static double amount(Random random, ListAction action) {
    return switch (action) {
      case PIN -> 1 + random.nextInt(random.nextBoolean() ? 5 : 40);
      case FACTOR -> List.of(0.25, 1.0, 2.0, 2.5, 1e3).get(random.nextInt(5));
      case MOST -> 1 + random.nextInt(5);
      case HIDE, ONLY -> 0;
    };
  }

  private static List<Away> away(Random random, int catalogue) {
    List<Away> away = new ArrayList<>();
    for (int part = random.nextInt(5); part > 0; part--) {
      double factor = Math.rint(1e6 * random.nextDouble()) / 5e5 + 1e-6;
      away.add(new Away(4_000L / part, factor, pulse(random, catalogue, 210)));
    }
    return away;
  }

  private static List<Step> peers(Random random, int catalogue) {
    List<Step> newestFirst = new ArrayList<>();
    Map<String, Double> shortfalls = new HashMap<>();
    long sinceMillis = random.nextInt(5_000);
    for (int i = random.nextBoolean() ? 0 : random.nextInt(100); i > 0; i--) {
      String item = item(random, catalogue);
      double shortfall =
          shortfalls.computeIfAbsent(item, known -> Math.min(0.0, score(random)) + 0.0);
      newestFirst.add(new Step(item, sinceMillis, shortfall, context(random, catalogue)));
      sinceMillis -= random.nextInt(100);
    }
    return newestFirst;
  }

  /** Up to ten items, each once. */
  private static List<String> context(Random random, int catalogue) {
    return items(random, catalogue, 11).stream().distinct().toList();
  }

  private static List<Pulsing> pulse(Random random, int catalogue, int most) {
    List<Pulsing> items = new ArrayList<>();
    for (int i = random.nextInt(most); i > 0; i--) {
      items.add(new Pulsing(item(random, catalogue), score(random)));
    }
    return items;
  }

  private static List<String> items(Random random, int catalogue, int most) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(most); i > 0; i--) {
      items.add(item(random, catalogue));
    }
    return items;
  }

  private static String item(Random random, int catalogue) {
    return item(random.nextInt(catalogue));
  }

  private static String item(int number) {
    return number % 7 == 0 ? "курс \"" + number + "\"" : "course-" + number;
  }

  /**
   * Often one of a few values, so that ties are common; a negative zero among them. Whole
   * millionths, which a document can hold.
   */
  private static double score(Random random) {
    return random.nextInt(3) == 0
        ? (random.nextInt(5) - 2) * -0.5
        : Math.rint(random.nextGaussian() * Math.pow(10, random.nextInt(5) + 4)) / 1e6;
  }

  private static String reason(Random random) {
    return List.of("after:course-1", "similar:course-2", "tag:" + TAGS.get(0), "vector")
        .get(random.nextInt(4));
  }

  private static Condition condition(Random random) {
    int dice = random.nextInt(10);
    return dice == 0 ? Condition.MISSING : dice == 1 ? Condition.DAMAGED : Condition.SOUND;
  }

  private static byte[] pulse(Random random, Case asked, Away... away) {
    byte[] plain = Documents.plainPulse(asked.items(), asked.peers(), away);
    plain = Documents.with(plain, experiment(asked.trial()));
    if (!asked.rules().isEmpty()) {
      plain = Documents.with(plain, Documents.rules(asked.rules()));
    }
    return random.nextInt(4) == 0 ? plain : Documents.withChecksum(plain);
  }

  /** Everybody is of the one variant. */
  private static String experiment(Trial trial) {
    String variant =
        (trial.onlyHides() ? ",\"rules\":false" : "")
            + (trial.tagShare() < 1 ? ",\"tagShare\":" + trial.tagShare() : "")
            + (trial.exploration() > 0 ? ",\"exploration\":" + trial.exploration() : "");
    String experiment =
        """
        "experiments":[{"name":"%1$s","placements":["%1$s"],"salt":"%1$s","holdout":0,"from":0,
         "until":9e15,"variants":[{"name":"b","share":1%2$s}]}]\
        """
            .formatted(ReaderModel.TRIAL, variant);
    List<Pulsing> items = trial.weighed().items();
    if (items != null) {
      experiment += "," + Documents.pulseOf(ReaderModel.TRIAL, "b", items, trial.weighed().away());
    }
    return trial.newcomers().isEmpty()
        ? experiment
        : experiment + "," + Documents.newcomers(trial.newcomers());
  }

  private static byte[] pulse(Random random, List<Pulsing> items, List<Step> peers, Away... away) {
    return random.nextInt(4) == 0
        ? Documents.plainPulse(items, peers, away)
        : Documents.pulse(items, peers, away);
  }

  private static void store(String key, Condition condition, byte[] sound, Random random) {
    REDIS.commands().del(key);
    if (condition == Condition.SOUND) {
      REDIS.store(key, sound);
    } else if (condition == Condition.DAMAGED) {
      REDIS.store(key, Arrays.copyOf(sound, random.nextInt(sound.length)));
    }
  }

  private static List<String> arguments(Case asked) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(asked.places()));
    if (!asked.excluded().isEmpty()) {
      arguments.addAll(List.of("EXCLUDE", Integer.toString(asked.excluded().size())));
      arguments.addAll(asked.excluded());
    }
    if (asked.from() > 0) {
      arguments.addAll(List.of("FROM", Integer.toString(asked.from())));
    }
    String placement = asked.placement();
    if (placement != null) {
      arguments.addAll(List.of("PLACEMENT", placement));
    }
    Tags tags = asked.tags();
    if (tags.tag() != null) {
      arguments.addAll(List.of("TAG", tags.tag()));
    }
    addCounted("NOT", tags.none(), arguments);
    addCounted("ANY", tags.any() == null ? List.of() : tags.any(), arguments);
    addCounted("ALL", tags.all(), arguments);
    Long awayMillis = asked.awayMillis();
    if (awayMillis != null) {
      arguments.addAll(List.of("AT", Long.toString(Documents.AS_OF_MILLIS + awayMillis)));
    }
    return arguments;
  }

  private static void addCounted(String word, List<String> tags, List<String> arguments) {
    if (!tags.isEmpty()) {
      arguments.addAll(List.of(word, Integer.toString(tags.size())));
      arguments.addAll(tags);
    }
  }
}
