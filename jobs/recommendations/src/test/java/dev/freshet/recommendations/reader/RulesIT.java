package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.ranking.AppliedRules;
import dev.freshet.scoring.ranking.Exploration;
import dev.freshet.scoring.ranking.ListMaking;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.ranking.TagShare;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader function does with rules, on a real Redis. */
class RulesIT {

  private static final long NOON = Documents.AS_OF_MILLIS;
  private static final List<Pulsing> GLOBAL =
      List.of(
          new Pulsing("python", 1.25),
          new Pulsing("go", 0.5),
          new Pulsing("rust", 0.25),
          new Pulsing("web", 0.0));

  @RegisterExtension private static final RedisWithReader REDIS = new RedisWithReader();

  @BeforeEach
  void fill() {
    REDIS.commands().flushall();
    REDIS.storeRec(
        "rec:ada",
        List.of(new Candidate("algebra", 2.0, "vector"), new Candidate("sets", 1.0, "again")),
        "done");
  }

  private static ServedRule rule(String id, ListAction action, double amount, String... items) {
    return ServedRule.always(id, action, amount, -0.5, items);
  }

  private static ServedRule forAudience(ServedRule rule, String audience) {
    return new ServedRule(
        rule.id(),
        "Why",
        rule.placements(),
        audience,
        rule.fromMillis(),
        rule.untilMillis(),
        rule.action(),
        rule.amount(),
        rule.items(),
        rule.scores());
  }

  private static ServedRule hereAndThen(ServedRule rule) {
    return new ServedRule(
        rule.id(),
        "",
        Set.of("home"),
        "",
        NOON,
        NOON + 10,
        rule.action(),
        rule.amount(),
        rule.items(),
        rule.scores());
  }

  private static void storePulse(String key, ServedRule... rules) {
    storePulse(key, Documents.rules(List.of(rules)));
  }

  private static void storePulse(String key, String members) {
    REDIS.store(key, Documents.withChecksum(Documents.with(Documents.plainPulse(GLOBAL), members)));
  }

  private static List<List<String>> rows(String key, String... arguments) {
    String start = key.substring(0, key.indexOf("rec:"));
    String[] all =
        Stream.concat(Stream.of("10", "AT", Long.toString(NOON)), Arrays.stream(arguments))
            .toArray(String[]::new);
    return REDIS
        .commands()
        .fcallReadOnly(
            RedisKeys.RECOMMEND, ScriptOutputType.MULTI, new String[] {key, start + "pulse"}, all);
  }

  private static List<String> items(String key, String... arguments) {
    return rows(key, arguments).stream().map(row -> row.get(0)).toList();
  }

  private static List<String> atNoon(long later) {
    REDIS.storeRec("rec:eve", List.of());
    return REDIS
        .commands()
        .<List<List<String>>>fcallReadOnly(
            RedisKeys.RECOMMEND,
            ScriptOutputType.MULTI,
            new String[] {"rec:eve", "pulse"},
            "10",
            "AT",
            Long.toString(NOON + later),
            "PLACEMENT",
            "home")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void givesPlacesHidesAndLifts() {
    storePulse(
        "pulse",
        rule("first", ListAction.PIN, 1, "web", "done", "course"),
        rule("second", ListAction.PIN, 1, "web", "course"),
        rule("boost", ListAction.FACTOR, Math.E, "rust", "sets", "new"),
        rule("bury", ListAction.FACTOR, Math.exp(-2), "python"),
        rule("no-go", ListAction.HIDE, 0, "go", "algebra"));

    assertThat(rows("rec:ada"))
        .containsExactly(
            List.of("web", "0", "rule:first"),
            List.of("course", "-0.5", "rule:second"),
            List.of("sets", "2", "rule:boost"),
            List.of("rust", "1.25", "rule:boost"),
            List.of("new", "0.5", "rule:boost"),
            List.of("python", "-0.75", "trending"));
  }

  @Test
  void listsNothingElseWhereARuleSaysSoAndAtMostSoMany() {
    storePulse(
        "pulse",
        rule("only", ListAction.ONLY, 0, "go", "sets", "web", "rust"),
        rule("also", ListAction.ONLY, 0, "course"),
        rule("most", ListAction.MOST, 2, "go", "sets", "rust"),
        rule("pin", ListAction.PIN, 2, "rust"));

    assertThat(rows("rec:ada"))
        .containsExactly(
            List.of("sets", "1", "again"),
            List.of("rust", "0.25", "rule:pin"),
            List.of("web", "0", "trending"),
            List.of("course", "-0.5", "trending"));
  }

  @Test
  void asksWhoIsInAnAudienceBesideTheListOfTheUser() {
    ServedRule pin = forAudience(rule("spring", ListAction.PIN, 1, "web"), "drifting");
    storePulse("pulse", pin);
    storePulse("shop:{3}pulse", pin);
    REDIS.commands().zadd("shop:{3}audience:drifting", 1.0, "ada");

    assertThat(items("rec:ada")).startsWith("algebra");
    assertThat(rows("shop:{3}rec:ada")).startsWith(List.of("web", "0", "rule:spring:Why"));
    assertThat(items("shop:{3}rec:ben")).startsWith("python");

    REDIS.commands().zadd("audience:drifting", 1.0, "ada");
    assertThat(items("rec:ada")).startsWith("web");
    REDIS.commands().zrem("audience:drifting", "ada");
    REDIS.commands().set("audience:drifting", "ada");
    assertThat(items("rec:ada")).startsWith("algebra");
  }

  @Test
  void appliesWhileARuleLastsAndWhereItIs() {
    storePulse("pulse", hereAndThen(rule("pin", ListAction.PIN, 1, "web")));

    assertThat(atNoon(-1)).startsWith("python");
    assertThat(atNoon(0)).startsWith("web");
    assertThat(atNoon(9)).startsWith("web");
    assertThat(atNoon(10)).startsWith("python");
    assertThat(atNoon(9)).startsWith("web");
    assertThat(items("rec:ben", "PLACEMENT", "mail")).startsWith("python");
    assertThat(items("rec:ben")).startsWith("python");
  }

  @Test
  void listsNoRetiredItemAndNoneThatTheCallExcludes() {
    storePulse(
        "pulse",
        rule("pin", ListAction.PIN, 1, "old", "course"),
        rule("most", ListAction.MOST, 1, "algebra", "python"),
        rule("hide", ListAction.HIDE, 0, "go"));
    REDIS.retire("retired", "old", "algebra");

    assertThat(items("rec:ada")).containsExactly("course", "python", "sets", "rust", "web");
    assertThat(items("rec:ada", "EXCLUDE", "2", "course", "rust"))
        .containsExactly("python", "sets", "web");
  }

  @Test
  void readsTheSameListPageByPage() {
    REDIS.storeRec(
        "rec:ada",
        IntStream.range(0, 150)
            .mapToObj(i -> new Candidate("c" + i, 200.0 - i, "vector"))
            .toList());
    String[] half =
        IntStream.range(0, 70).mapToObj(i -> "c" + 2 * i).toList().toArray(String[]::new);
    storePulse(
        "pulse",
        rule("pin", ListAction.PIN, 35, "c0"),
        rule("last", ListAction.PIN, 9_000, "c1"),
        rule("most", ListAction.MOST, 3, half));
    List<String> whole = read("200");

    assertThat(whole.subList(0, 3)).containsExactly("c2", "c3", "c4");
    assertThat(whole).endsWith("c1").hasSize(150 - 70 + 3 + GLOBAL.size());
    assertThat(whole.get(34)).isEqualTo("c0");
    for (int from = 0; from < whole.size(); from += 20) {
      assertThat(read("20", "FROM", Integer.toString(from)))
          .isEqualTo(whole.subList(from, Math.min(from + 20, whole.size())));
    }
    assertThat(read("20", "FROM", "180")).isEmpty();
  }

  private static List<String> read(String... arguments) {
    return REDIS
        .commands()
        .<List<List<String>>>fcallReadOnly(
            RedisKeys.RECOMMEND,
            ScriptOutputType.MULTI,
            new String[] {"rec:ada", "pulse"},
            arguments)
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void exploresAroundPinsAndNothingThatRulesForbidAsJavaDoes() {
    String experiment =
        """
        "experiments":[{"name":"a","placements":["home"],"salt":"a","holdout":0,"from":0,"until":9e15,
         "variants":[{"name":"b","share":1,"exploration":0.5}]}],
        "newcomers":[["new-1",3.0],["new-2",2.0],["course",1.0],["new-3",0.5]],""";
    ServedRule[] rules = {
      rule("pin", ListAction.PIN, 3, "course"), rule("hide", ListAction.HIDE, 0, "new-2", "go")
    };
    storePulse("pulse", experiment + Documents.rules(List.of(rules)));
    AppliedRules applied = AppliedRules.of(List.of(rules), "home", audience -> false, NOON, true);
    List<Recommendation> bestFirst = new ArrayList<>();
    bestFirst.add(new Recommendation("algebra", 2.0, "vector"));
    bestFirst.add(new Recommendation("python", 1.25, "trending"));
    bestFirst.add(new Recommendation("sets", 1.0, "again"));
    bestFirst.add(new Recommendation("rust", 0.25, "trending"));
    bestFirst.add(new Recommendation("web", 0.0, "trending"));
    bestFirst.add(new Recommendation("course", -0.5, "trending"));
    ListMaking making = new ListMaking(bestFirst, applied, TagShare.ALL, 10);
    List<ScoredItem> allowed = List.of(new ScoredItem("new-1", 3.0), new ScoredItem("new-3", 0.5));
    Exploration exploration = new Exploration(0.5, "a");
    for (long minute = 0; minute < 100; minute++) {
      long at = NOON + minute * 60_000L;
      List<List<String>> told =
          REDIS
              .commands()
              .fcallReadOnly(
                  RedisKeys.RECOMMEND,
                  ScriptOutputType.MULTI,
                  new String[] {"rec:ada", "pulse"},
                  "10",
                  "AT",
                  Long.toString(at),
                  "PLACEMENT",
                  "home",
                  "WITHVARIANT");

      assertThat(told.subList(1, told.size()))
          .map(
              row ->
                  new Exploration.Place(
                      row.get(0),
                      Double.parseDouble(row.get(1)),
                      row.get(2),
                      Double.parseDouble(row.get(3))))
          .isEqualTo(exploration.explore(making, allowed, "ada", at));
    }
  }

  @Test
  void listsNoMoreOfARuleThanItSaysWhereNewcomersAreOfItToo() {
    String experiment =
        """
        "experiments":[{"name":"a","placements":["home"],"salt":"a","holdout":0,"from":0,"until":9e15,
         "variants":[{"name":"b","share":1,"exploration":0.5}]}],
        "newcomers":[["new-1",3.0],["new-2",2.0],["new-3",0.5]],""";
    Set<String> limited = Set.of("algebra", "sets", "web", "new-1", "new-2");
    storePulse(
        "pulse",
        experiment
            + Documents.rules(
                List.of(
                    rule("pin", ListAction.PIN, 3, "web"),
                    rule("most", ListAction.MOST, 2, limited.toArray(String[]::new)))));
    for (long minute = 0; minute < 100; minute++) {
      String at = Long.toString(NOON + minute * 60_000L);
      List<String> whole = read("10", "AT", at, "PLACEMENT", "home");

      assertThat(whole)
          .as("minute %d", minute)
          .doesNotHaveDuplicates()
          .contains("python", "go", "rust", "web")
          .filteredOn(limited::contains)
          .hasSize(2);
      assertThat(
              Stream.concat(
                  read("3", "AT", at, "PLACEMENT", "home").stream(),
                  read("7", "FROM", "3", "AT", at, "PLACEMENT", "home").stream()))
          .isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{}",
        "[7]",
        "[{}]",
        "[{\"id\":\"a\",\"items\":[\"web\"]}]",
        "[{\"id\":7,\"hide\":true,\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":false,\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"items\":{\"python\":1}}]",
        "[{\"id\":\"a\",\"hide\":true,\"items\":[\"python\",null]}]",
        "[{\"id\":\"a\",\"hide\":true,\"most\":1,\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"reason\":7,\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"audience\":null,\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"placements\":[7],\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"placements\":{\"a\":1},\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"from\":\"1\",\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"hide\":true,\"from\":5,\"until\":5,\"items\":[\"python\"]}]",
        "[{\"id\":\"a\",\"pin\":0,\"items\":[\"web\"],\"scores\":[0]}]",
        "[{\"id\":\"a\",\"pin\":1.5,\"items\":[\"web\"],\"scores\":[0]}]",
        "[{\"id\":\"a\",\"pin\":1,\"items\":[\"web\"],\"scores\":[0,1]}]",
        "[{\"id\":\"a\",\"pin\":1,\"items\":[\"web\"],\"scores\":[\"0\"]}]",
        "[{\"id\":\"a\",\"pin\":1,\"items\":[\"web\"],\"scores\":[1e301]}]",
        "[{\"id\":\"a\",\"pin\":1,\"items\":[\"web\"]}]",
        "[{\"id\":\"a\",\"factor\":0,\"items\":[\"web\"],\"scores\":[0]}]",
        "[{\"id\":\"a\",\"factor\":1e301,\"items\":[\"web\"],\"scores\":[0]}]",
        "[{\"id\":\"a\",\"only\":\"yes\",\"items\":[\"web\"],\"scores\":[0]}]",
        "[{\"id\":\"a\",\"hide\":true,\"items\":[\"python\"]},{\"id\":\"b\"}]"
      })
  void readsTheUsualListWhereRulesCannotBeRead(String damaged) {
    storePulse("pulse", "\"rules\":" + damaged);

    assertThat(items("rec:ada")).containsExactly("algebra", "python", "sets", "go", "rust", "web");
  }

  @Test
  void ignoresWhatRulesHaveThatItDoesNotKnow() {
    storePulse(
        "pulse", "\"rules\":[{\"id\":\"a\",\"hide\":true,\"more\":[{}],\"items\":[\"python\"]}]");

    assertThat(items("rec:ben")).containsExactly("go", "rust", "web");
  }

  @Test
  void appliesTheFirstTwentyPinsOfThoseForTheUser() {
    REDIS.commands().zadd("audience:a", 1.0, "ada");
    List<ServedRule> rules = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rules.add(forAudience(rule("other-" + i, ListAction.PIN, 1, "other-" + i), "b"));
      rules.add(forAudience(rule("pin-" + i, ListAction.PIN, 1 + i, "item-" + i), "a"));
    }
    rules.add(rule("hide", ListAction.HIDE, 0, "go"));
    storePulse("pulse", rules.toArray(ServedRule[]::new));

    assertThat(
            Stream.of("0", "10", "20", "30")
                .flatMap(from -> items("rec:ada", "FROM", from).stream())
                .filter(item -> item.startsWith("item-") || item.equals("go")))
        .hasSize(20)
        .endsWith("item-19");
  }

  @Test
  void appliesRulesOfTheFirstFiveAudiences() {
    List<ServedRule> rules = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      rules.add(forAudience(rule("pin-" + i, ListAction.PIN, 1, "item-" + i), "a" + i));
      REDIS.commands().zadd("audience:a" + i, 1.0, "ada");
    }
    rules.add(forAudience(rule("first", ListAction.PIN, 9, "item-of-first"), "a0"));
    rules.add(rule("hide", ListAction.HIDE, 0, "go"));
    storePulse("pulse", rules.toArray(ServedRule[]::new));

    assertThat(items("rec:ada"))
        .contains("item-0", "item-4", "item-of-first")
        .doesNotContain("item-5", "item-6", "go");
  }

  @Test
  void keepsItsMemoryBoundedHoweverManyPulsesAndAudiencesThereAre() {
    String[] many = IntStream.range(0, 300).mapToObj(i -> "course-" + i).toArray(String[]::new);
    ServedRule[] rules =
        IntStream.range(0, 3)
            .mapToObj(
                i -> forAudience(rule("lift-" + i, ListAction.FACTOR, 2.0 + i, many), "a" + i))
            .toArray(ServedRule[]::new);
    for (int i = 0; i < 600; i++) {
      String start = "{" + i % 100 + "}";
      if (i % 100 == i) {
        for (int audience = 0; audience < 3; audience++) {
          REDIS.commands().zadd(start + "audience:a" + audience, 1.0, "u" + (1 << audience));
        }
      }
      storePulse(start + "pulse", rules);
      for (int user = 0; user < 5; user++) {
        items(start + "rec:u" + user);
      }
    }

    long bytes =
        Arrays.stream(REDIS.commands().info("memory").split("\r\n"))
            .filter(line -> line.startsWith("used_memory_vm_functions:"))
            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
            .findFirst()
            .orElseThrow();
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static final long MOST_BYTES = 120L * 1024 * 1024;
}
