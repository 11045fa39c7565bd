package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.OfVariant;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.ranking.Exploration;
import dev.freshet.scoring.ranking.ListMaking;
import dev.freshet.scoring.ranking.Recommendation;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader function does with experiments, on a real Redis. */
class ExperimentsIT {

  private static final long NOON = Documents.AS_OF_MILLIS;
  private static final long DAY = 86_400_000L;
  private static final List<Pulsing> GLOBAL =
      List.of(new Pulsing("python", 1.25), new Pulsing("go", 0.5), new Pulsing("web", 0.0));
  private static final List<ScoredItem> NEWCOMERS =
      List.of(
          new ScoredItem("new-1", 3.0),
          new ScoredItem("new-2", 2.0),
          new ScoredItem("new-3", 0.5),
          new ScoredItem("algebra-1", 0.5));

  @RegisterExtension private static final RedisWithReader REDIS = new RedisWithReader();

  @BeforeEach
  void fill() {
    REDIS.commands().flushall();
  }

  /** A pulse with experiments, for which newcomers are known. */
  private static void storePulse(String key, String... experiments) {
    REDIS.store(
        key,
        Documents.with(
            Documents.plainPulse(GLOBAL),
            "\"experiments\":[%s],%s"
                .formatted(String.join(",", experiments), Documents.newcomers(NEWCOMERS))));
  }

  /** From noon on for a day at home, of control and B, half of the users each. */
  private static String experiment(String name, String parameters) {
    return """
        {"name":"%s","placements":["home"],"salt":"%s","holdout":0,"from":%d,"until":%d,
         "variants":[{"name":"control","share":0.5},{"name":"b","share":0.5%s}]}"""
        .formatted(name, name, NOON, NOON + DAY, parameters);
  }

  private static List<List<String>> read(String user, long atMillis, String... arguments) {
    return call(new String[] {"rec:" + user, "pulse"}, atMillis, arguments);
  }

  private static List<List<String>> call(String[] keys, long atMillis, String... arguments) {
    String[] all =
        Stream.concat(Stream.of("10", "AT", Long.toString(atMillis)), Stream.of(arguments))
            .toArray(String[]::new);
    return REDIS.commands().fcallReadOnly(RedisKeys.RECOMMEND, ScriptOutputType.MULTI, keys, all);
  }

  private static List<List<String>> atHome(String user, long atMillis) {
    return read(user, atMillis, "PLACEMENT", "home", "WITHVARIANT");
  }

  private static List<String> variant(List<List<String>> reply) {
    return reply.get(0);
  }

  private static List<String> items(List<List<String>> rows) {
    return rows.stream().map(row -> row.get(0)).toList();
  }

  /** A user of a variant. */
  private static String userOf(String experiment, int variant) {
    Assignment assignment = new Assignment(experiment, 0.0, List.of(0.5, 0.5));
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "user-" + i)
        .filter(user -> assignment.variantOf(user) == variant)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givesEveryUserTheVariantThatTheHashSays() {
    storePulse(
        "pulse",
        """
        {"name":"many","placements":["mail","home"],"salt":"s","holdout":0.1,"from":0,"until":9e15,
         "variants":[{"name":"control","share":0.1},{"name":"b","share":0.2},{"name":"c","share":0.3}]}\
        """);
    Assignment assignment = new Assignment("s", 0.1, List.of(0.1, 0.2, 0.3));
    List<String> names = List.of("control", "b", "c");
    for (int i = 0; i < 500; i++) {
      String user = (i % 3 == 0 ? "ученик " : "user-") + i;
      int expected = assignment.variantOf(user);

      assertThat(variant(atHome(user, NOON)))
          .isEqualTo(
              expected == Assignment.NONE ? List.of() : List.of("many", names.get(expected)));
    }
  }

  @Test
  void givesAVariantWhileTheExperimentLastsAndWhereItIs() {
    storePulse("pulse", experiment("a", ""));

    assertThat(variant(atHome("ada", NOON - 1))).isEmpty();
    assertThat(variant(atHome("ada", NOON))).hasSize(2);
    assertThat(variant(atHome("ada", NOON + DAY - 1))).hasSize(2);
    assertThat(variant(atHome("ada", NOON + DAY))).isEmpty();
    assertThat(variant(read("ada", NOON, "WITHVARIANT", "PLACEMENT", "mail"))).isEmpty();
    assertThat(
            variant(
                call(new String[] {"mine:ada", "pulse"}, NOON, "PLACEMENT", "home", "WITHVARIANT")))
        .isEmpty();
  }

  @Test
  void putsTheVariantBeforeTheListAndNothingWithoutAWish() {
    storePulse("pulse", experiment("a", ""));
    List<List<String>> plain = read("ada", NOON);

    assertThat(items(plain)).containsExactly("python", "go", "web");
    assertThat(read("ada", NOON, "PLACEMENT", "home")).isEqualTo(plain);
    List<List<String>> told = atHome("ada", NOON);
    assertThat(told.subList(1, told.size())).isEqualTo(plain);
  }

  @Test
  void takesTheFirstOfTwoExperimentsThatRunAtAPlace() {
    storePulse(
        "pulse",
        experiment("over", "").replace("" + NOON, "5").replace("" + (NOON + DAY), "9"),
        experiment("a", ""),
        experiment("z", ""));

    assertThat(variant(atHome("ada", NOON)).get(0)).isEqualTo("a");
  }

  @Test
  void readsTheDocumentsOfAnotherJob() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"prefix\":\"next:\""));
    REDIS.storeRec("rec:" + user, List.of(new Candidate("usual", 9.0, "vector")));
    REDIS.storePulse("next:pulse", new Pulsing("other", 1.0), new Pulsing("gone", 0.5));
    REDIS.storeRec("next:rec:" + user, List.of(new Candidate("theirs", 9.0, "vector")));
    REDIS.retire("next:retired", "gone");

    List<List<String>> told = atHome(user, NOON);
    assertThat(variant(told)).containsExactly("a", "b");
    assertThat(items(told.subList(1, told.size()))).containsExactly("theirs", "other");
    assertThat(items(read(user, NOON))).contains("usual");

    REDIS.commands().del("next:pulse");
    told = atHome(user, NOON);
    assertThat(variant(told)).isEmpty();
    assertThat(items(told.subList(1, told.size()))).contains("usual", "python");
  }

  @Test
  void givesTheUsualListWhereTheOtherJobIsFarBehind() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"prefix\":\"next:\""));
    String others =
        new String(
            Documents.plainPulse(List.of(new Pulsing("other", 1.0))), StandardCharsets.UTF_8);
    long late = NOON - 5 * 60_000L;

    REDIS.store("next:pulse", others.replace("" + NOON, "" + late));
    assertThat(variant(atHome(user, NOON))).containsExactly("a", "b");
    REDIS.store("next:pulse", others.replace("" + NOON, "" + (late - 1)));
    assertThat(variant(atHome(user, NOON))).isEmpty();
    assertThat(items(read(user, NOON, "PLACEMENT", "home"))).containsExactly("python", "go", "web");
  }

  /** A pulse that has other items for those who get B by its weights. */
  private static void storePulseWithThatOfB(Pulsing... items) {
    REDIS.store(
        "pulse",
        Documents.with(
            Documents.plainPulse(GLOBAL),
            "\"experiments\":[%s],%s"
                .formatted(
                    experiment("a", ""), Documents.pulseOf("a", "b", List.of(items), List.of()))));
  }

  private static void storeWeighed(String user, List<OfVariant> variants) {
    REDIS.store(
        "rec:" + user,
        Documents.rec(
            List.of(new Candidate("usual", 9.0, "vector")),
            List.of("done"),
            Documents.Recent.NONE,
            variants));
  }

  @Test
  void readsWhatDocumentsHaveByTheWeightsOfTheVariant() {
    String user = userOf("a", 1);
    storePulseWithThatOfB(
        new Pulsing("done", 4.0),
        new Pulsing("faded", 3.0),
        new Pulsing("own", 2.0),
        new Pulsing("web", 0.0));
    storeWeighed(
        user,
        List.of(
            new OfVariant(
                "a", "b", List.of(new Candidate("web", 2.5, "tag:code")), List.of("faded"))));

    assertThat(atHome(user, NOON))
        .containsExactly(
            List.of("a", "b"), List.of("web", "2.5", "tag:code"), List.of("own", "2", "trending"));
    assertThat(items(read(user, NOON, "PLACEMENT", "mail")))
        .containsExactly("usual", "python", "go", "web");
    assertThat(items(read(user, NOON))).containsExactly("usual", "python", "go", "web");

    REDIS.commands().del("rec:" + user);
    assertThat(items(read(user, NOON, "PLACEMENT", "home")))
        .containsExactly("done", "faded", "own", "web");
    assertThat(items(read(userOf("a", 0), NOON, "PLACEMENT", "home")))
        .containsExactly("python", "go", "web");
  }

  @Test
  void givesTheUsualListUntilTheDocumentHasOneByTheWeightsOfTheVariant() {
    String user = userOf("a", 1);
    storePulseWithThatOfB(new Pulsing("own", 2.0));
    storeWeighed(
        user, List.of(new OfVariant("a", "c", List.of(new Candidate("web", 2.5, "v")), List.of())));

    assertThat(variant(atHome(user, NOON))).containsExactly("a", "b");
    assertThat(items(read(user, NOON, "PLACEMENT", "home")))
        .containsExactly("usual", "python", "go", "web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "[7]", "[{}]", "[{\"experiment\":\"a\",\"variant\":\"b\"}]"})
  void answersWhereWhatIsThereByOtherWeightsCannotBeRead(String damaged) {
    String user = userOf("a", 1);
    REDIS.store(
        "pulse",
        Documents.with(
            Documents.plainPulse(GLOBAL),
            "\"experiments\":[%s],\"variants\":%s".formatted(experiment("a", ""), damaged)));

    assertThat(items(read(user, NOON, "PLACEMENT", "home"))).containsExactly("python", "go", "web");
    REDIS.store(
        "rec:" + user,
        Documents.with(
            Documents.rec(List.of(new Candidate("usual", 9.0, "vector")), List.of()),
            "\"variants\":" + damaged));
    assertThat(items(read(user, NOON, "PLACEMENT", "home"))).contains("python", "go", "web");
  }

  @Test
  void exploresTheNewcomersOfTheOtherJobThatTheListIsOf() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"prefix\":\"next:\",\"exploration\":1"));
    List<ScoredItem> theirs =
        List.of(new ScoredItem("gone", 9.0), new ScoredItem("their-new", 1.0));
    REDIS.store(
        "next:pulse",
        Documents.with(
            Documents.plainPulse(List.of(new Pulsing("other", 1.0))), Documents.newcomers(theirs)));
    REDIS.retire("next:retired", "gone");

    assertThat(atHome(user, NOON))
        .containsExactly(
            List.of("a", "b"),
            List.of("their-new", "1", "new:", "1"),
            List.of("other", "1", "trending", "1"));

    REDIS.storePulse("next:pulse", new Pulsing("other", 1.0));
    assertThat(atHome(user, NOON))
        .containsExactly(List.of("a", "b"), List.of("other", "1", "trending"));
  }

  @Test
  void staysInTheSlotOfTheUserWhereKeysHaveHashTags() {
    String user = userOf("a", 1);
    storePulse("old:{3}pulse", experiment("a", ",\"prefix\":\"next:\""));
    REDIS.storePulse("next:{3}pulse", new Pulsing("other", 1.0));

    List<List<String>> told =
        call(
            new String[] {"old:{3}rec:" + user, "old:{3}pulse"},
            NOON,
            "PLACEMENT",
            "home",
            "WITHVARIANT");
    assertThat(variant(told)).containsExactly("a", "b");
    assertThat(items(told.subList(1, told.size()))).containsExactly("other");
  }

  @Test
  void letsPeersCountAsTheVariantSays() {
    String user = userOf("a", 1);
    String control = userOf("a", 0);
    for (String each : List.of(user, control)) {
      REDIS.store(
          "rec:" + each,
          Documents.rec(
              List.of(new Candidate("algebra-2", 2.0, "vector")),
              List.of(),
              new Documents.Recent(List.of("algebra-1"), 0.25)));
    }
    String plain =
        new String(
            Documents.plainPulse(
                GLOBAL, List.of(new Documents.Step("sets", 9_000L, 0.0, List.of("algebra-1")))),
            StandardCharsets.UTF_8);
    REDIS.store(
        "pulse",
        plain.substring(0, plain.length() - 1)
            + ",\"experiments\":[%s]}".formatted(experiment("a", ",\"peers\":2")));

    assertThat(atHome(user, NOON)).contains(List.of("sets", "1.75", "after:algebra-1"));
    assertThat(atHome(control, NOON)).contains(List.of("sets", "0.875", "after:algebra-1"));
  }

  @Test
  void givesPlacesToNewcomersAsJavaDoes() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"exploration\":0.5"));
    REDIS.storeRec(
        "rec:" + user,
        IntStream.range(0, 8)
            .mapToObj(i -> new Candidate("item-" + i, 20.0 - i, "tag:programming"))
            .toList(),
        "new-3");
    REDIS.retire("retired", "new-2");
    List<ScoredItem> allowed = List.of(NEWCOMERS.get(0), NEWCOMERS.get(3));
    List<Recommendation> ranked = new ArrayList<>();
    for (List<String> row : read(user, NOON)) {
      ranked.add(new Recommendation(row.get(0), Double.parseDouble(row.get(1)), row.get(2)));
    }
    Exploration exploration = new Exploration(0.5, "a");
    for (long minute = 0; minute < 200; minute++) {
      long at = NOON + minute * 60_000L;
      List<List<String>> told = atHome(user, at);

      assertThat(told.subList(1, told.size()))
          .map(
              row ->
                  new Exploration.Place(
                      row.get(0),
                      Double.parseDouble(row.get(1)),
                      row.get(2),
                      Double.parseDouble(row.get(3))))
          .isEqualTo(exploration.explore(ListMaking.of(ranked, 10), allowed, user, at));
    }
  }

  @Test
  void exploresWithoutTellingWhereThatIsNotWished() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"exploration\":1"));

    assertThat(read(user, NOON, "PLACEMENT", "home"))
        .allSatisfy(row -> assertThat(row).hasSize(3))
        .extracting(row -> row.get(2))
        .containsExactly("new:", "new:", "new:", "new:", "trending", "trending", "trending");
    assertThat(read(userOf("a", 0), NOON, "PLACEMENT", "home"))
        .extracting(row -> row.get(2))
        .containsOnly("trending");
    REDIS.storePulse("pulse:maths", new Pulsing("go", 0.5));
    assertThat(read(user, NOON, "PLACEMENT", "home", "TAG", "maths"))
        .containsExactly(List.of("go", "0.5", "trending"));
  }

  @Test
  void exploresNothingThatTheUserDoesNotWant() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"exploration\":1"));

    assertThat(items(read(user, NOON, "PLACEMENT", "home", "EXCLUDE", "2", "new-1", "new-2")))
        .containsExactlyInAnyOrder("new-3", "algebra-1", "python", "go", "web");
  }

  private static final Map<String, List<String>> TAGS =
      Map.of(
          "maths-1", List.of("maths"),
          "maths-2", List.of("maths", "new"),
          "maths-3", List.of("maths"),
          "maths-4", List.of("maths"),
          "go", List.of("code"),
          "web", List.of("code", "new"));

  private static void storeMathematician(String user) {
    REDIS.storeRec(
        "rec:" + user,
        IntStream.rangeClosed(1, 4)
            .mapToObj(i -> new Candidate("maths-" + i, 20.0 - i, "vector"))
            .toList(),
        "python");
  }

  @Test
  void letsATagHaveItsShareOfTheFirstPlacesAndTheRestAtTheEnd() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"tagShare\":0.5"));
    REDIS.storeTags("tags", TAGS);
    storeMathematician(user);
    storeMathematician(userOf("a", 0));

    assertThat(items(read(user, NOON, "PLACEMENT", "home")))
        .containsExactly("maths-1", "go", "maths-2", "web", "maths-3", "maths-4");
    assertThat(items(read(user, NOON, "PLACEMENT", "home", "FROM", "2")))
        .containsExactly("maths-2", "web", "maths-3", "maths-4");
    for (List<List<String>> usual :
        List.of(
            read(user, NOON, "PLACEMENT", "mail"),
            read(userOf("a", 0), NOON, "PLACEMENT", "home"))) {
      assertThat(items(usual))
          .containsExactly("maths-1", "maths-2", "maths-3", "maths-4", "go", "web");
    }
  }

  @Test
  void letsATagHaveItsShareForAUserOfWhomNothingIsKnown() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"tagShare\":0.2"));
    REDIS.storeTags(
        "tags", Map.of("python", List.of("code"), "go", List.of("code"), "web", List.of("design")));

    assertThat(items(read(user, NOON, "PLACEMENT", "home"))).containsExactly("python", "web", "go");
  }

  @Test
  void holdsNoTagToAShareThatTheCallAsksForAndNoneWhereTagsAreNotKnown() {
    String user = userOf("a", 1);
    storePulse("pulse", experiment("a", ",\"tagShare\":0.1"));
    storeMathematician(user);
    List<String> usual = List.of("maths-1", "maths-2", "maths-3", "maths-4", "go", "web");

    assertThat(items(read(user, NOON, "PLACEMENT", "home"))).isEqualTo(usual);
    REDIS.commands().set("tags", "of another type");
    assertThat(items(read(user, NOON, "PLACEMENT", "home"))).isEqualTo(usual);

    REDIS.storeTags("tags", TAGS);
    assertThat(items(read(user, NOON, "PLACEMENT", "home", "TAG", "maths")))
        .containsExactly("maths-1", "maths-2", "maths-3", "maths-4");
    assertThat(items(read(user, NOON, "PLACEMENT", "home", "ANY", "2", "maths", "code")))
        .containsExactly("maths-1", "maths-2", "maths-3", "maths-4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{}",
        "{\"name\":\"a\"}",
        "{\"name\":1,\"placements\":[\"home\"],\"salt\":\"a\",\"holdout\":0,\"from\":0,\"until\":9e15,"
            + "\"variants\":[{\"name\":\"b\",\"share\":1}]}",
        "{\"name\":\"a\",\"placements\":[null],\"salt\":\"a\",\"holdout\":0,\"from\":0,\"until\":9e15,"
            + "\"variants\":[{\"name\":\"b\",\"share\":1}]}",
        "{\"name\":\"a\",\"placements\":[\"home\"],\"salt\":\"a\",\"holdout\":0,\"from\":0,"
            + "\"until\":9e15,\"variants\":[]}",
        "{\"name\":\"a\",\"placements\":[\"home\"],\"salt\":\"a\",\"holdout\":0,\"from\":0,"
            + "\"until\":9e15,\"variants\":[{\"name\":\"b\",\"share\":1,\"prefix\":7}]}",
        "{\"name\":\"a\",\"placements\":[\"home\"],\"salt\":\"a\",\"holdout\":0,\"from\":0,"
            + "\"until\":9e15,\"variants\":[{\"name\":\"b\",\"share\":1,\"exploration\":\"x\"}]}",
        "{\"name\":\"a\",\"placements\":[\"home\"],\"salt\":\"a\",\"holdout\":0,\"from\":0,"
            + "\"until\":9e15,\"variants\":[{\"name\":\"b\",\"share\":1,\"tagShare\":0}]}"
      })
  void givesTheUsualListWhereExperimentsCannotBeRead(String damaged) {
    storePulse("pulse", damaged);

    List<List<String>> told = atHome("ada", NOON);
    assertThat(variant(told)).isEmpty();
    assertThat(items(told.subList(1, told.size()))).containsExactly("python", "go", "web");
  }
}
