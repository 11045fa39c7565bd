package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader function promises; run with each kind of client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReaderContract {

  private static final List<String> ADA = List.of("rec:ada", "pulse");
  private static final List<String> STRANGER = List.of("rec:stranger", "pulse");
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("algebra-2", 2.0, "after:algebra-1"),
          new Candidate("python", 1.5, "tag:programming"),
          new Candidate("calculus", 1.0, "similar:algebra-1"));
  private static final List<Place> PULSE_BECAUSE_DAMAGED =
      List.of(
          new Place("python", 1.25, "fallback:damaged"),
          new Place("go", 0.5, "fallback:damaged"),
          new Place("web", 0.0, "fallback:damaged"));

  private final RedisWithReader redis = new RedisWithReader();
  private Reader reader = new LettuceReader(redis.commands());

  /** The client whose view of the contract is tested. */
  abstract Reader connect(RedisWithReader redis) throws IOException;

  @BeforeAll
  void connect() throws IOException {
    reader = connect(redis);
  }

  @AfterAll
  void close() {
    reader.close();
    redis.close();
  }

  @BeforeEach
  void fill() {
    redis.commands().flushall();
    redis.storeRec("rec:ada", CANDIDATES, "algebra-1");
    redis.storePulse(
        "pulse",
        new Pulsing("python", 1.25),
        new Pulsing("go", 0.5),
        new Pulsing("algebra-1", 0.25),
        new Pulsing("web", 0.0));
    redis.storePulse(
        "pulse:mathematics", new Pulsing("algebra-1", 0.25), new Pulsing("calculus", -0.5));
  }

  /** A pulse for those who acted lately, after an hour, and after three. */
  private void fillPulseWithParts() {
    redis.store(
        "pulse",
        Documents.pulse(
            List.of(new Pulsing("go", 0.75), new Pulsing("web", 0.0)),
            new Documents.Away(
                HOUR, 0.5, List.of(new Pulsing("web", 0.75), new Pulsing("go", 0.5))),
            new Documents.Away(3 * HOUR, 0.25, List.of(new Pulsing("rust", 0.375)))));
  }

  private static final long HOUR = 3_600_000L;

  private static String after(long millis) {
    return Long.toString(Documents.AS_OF_MILLIS + millis);
  }

  @Test
  void takesThePartOfThePulseForHowLongTheUserWasAway() {
    fillPulseWithParts();

    assertThat(read(ADA, "10", "AT", after(HOUR)))
        .containsExactly(
            new Place("algebra-2", 2.0, "after:algebra-1"),
            new Place("python", 1.5, "tag:programming"),
            new Place("calculus", 1.0, "similar:algebra-1"),
            new Place("go", 0.75, "trending"),
            new Place("web", 0.0, "trending"));
    assertThat(read(ADA, "10", "AT", after(HOUR + 1)))
        .containsExactly(
            new Place("algebra-2", 1.0, "after:algebra-1"),
            new Place("python", 0.75, "tag:programming"),
            new Place("web", 0.75, "trending"),
            new Place("calculus", 0.5, "similar:algebra-1"),
            new Place("go", 0.5, "trending"));
    assertThat(read(ADA, "10", "at", after(3 * HOUR + 1), "EXCLUDE", "1", "python"))
        .containsExactly(
            new Place("algebra-2", 0.5, "after:algebra-1"),
            new Place("rust", 0.375, "trending"),
            new Place("calculus", 0.25, "similar:algebra-1"));
  }

  @Test
  void takesAUserAsAwayByTheClockOfTheServer() {
    fillPulseWithParts();

    // The list is of long ago.
    assertThat(read(ADA, "1")).containsExactly(new Place("algebra-2", 0.5, "after:algebra-1"));
  }

  @Test
  void takesAStrangerAsAwayForLongest() {
    fillPulseWithParts();

    assertThat(read(STRANGER, "10", "AT", after(0)))
        .containsExactly(new Place("rust", 0.375, "trending"));
  }

  @Test
  void readsThePulseForEverybodyWhereAPartIsDamaged() {
    redis.store(
        "pulse",
        Documents.pulse(
            List.of(new Pulsing("go", 0.75)),
            new Documents.Away(HOUR, -1.0, List.of(new Pulsing("web", 0.75)))));

    assertThat(read(ADA, "1", "AT", after(HOUR + 1)))
        .containsExactly(new Place("algebra-2", 2.0, "after:algebra-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"away\":7",
        "\"away\":[7]",
        "\"away\":[{\"longerThan\":\"0\",\"factor\":1,\"items\":[]}]",
        "\"away\":[{\"longerThan\":0,\"factor\":1e300,\"items\":[]}]",
        "\"away\":[{\"longerThan\":0,\"factor\":1,\"items\":{\"a\":1}}]"
      })
  void readsThePulseForEverybodyWhereItsPartsAreNoneThatCouldBeRead(String parts) {
    String pulse = "{\"v\":1,\"items\":[[\"go\",0.75]],%s}".formatted(parts);
    redis.store("pulse", pulse.getBytes(StandardCharsets.UTF_8));

    assertThat(read(ADA, "1", "AT", after(1)))
        .containsExactly(new Place("algebra-2", 2.0, "after:algebra-1"));
    assertThat(read(STRANGER, "1")).containsExactly(new Place("go", 0.75, "trending"));
  }

  @Test
  void takesNothingInAPartOfThePulseForMoreThanItIs() {
    String part =
        "{\"longerThan\":0,\"factor\":1,\"items\":[[\"web\",3]],\"after\":{},\"ranking\":{}}";
    String pulse = "{\"v\":1,\"items\":[],\"after\":{},\"away\":[%s]}".formatted(part);
    redis.store("pulse", pulse.getBytes(StandardCharsets.UTF_8));

    assertThat(read(ADA, "1", "AT", after(1))).containsExactly(new Place("web", 3.0, "trending"));
  }

  /** Ada did algebra-1 and before it logic; peers did python and sets since, and graphs before. */
  private void fillPeers() {
    redis.store(
        "rec:ada",
        Documents.rec(
            CANDIDATES,
            List.of("algebra-1"),
            new Documents.Recent(List.of("algebra-1", "logic"), 0.5)));
    redis.store(
        "pulse",
        Documents.pulse(
            List.of(new Pulsing("go", 0.5)),
            List.of(
                new Documents.Step("sets", 9_000L, -0.25, List.of("algebra-1")),
                new Documents.Step("python", 5_000L, 0.0, List.of("algebra-1", "web")),
                new Documents.Step("algebra-1", 4_000L, 0.0, List.of("logic")),
                new Documents.Step("rust", 3_000L, 0.0, List.of("web")),
                new Documents.Step("graphs", 0L, 0.0, List.of("algebra-1")))));
  }

  @Test
  void addsWhatPeersDidSinceTheUserActed() {
    fillPeers();

    assertThat(read(ADA, "10", "AT", after(1)))
        .containsExactly(
            new Place("python", 1.5 + 0.5 * 7 * 0.5, "tag:programming"),
            new Place("algebra-2", 2.0, "after:algebra-1"),
            new Place("sets", 0.5 * 7 * 0.5 - 0.25, "after:algebra-1"),
            new Place("calculus", 1.0, "similar:algebra-1"),
            new Place("go", 0.5, "trending"));
    assertThat(read(ADA, "10", "EXCLUDE", "1", "sets"))
        .extracting(Place::item)
        .doesNotContain("sets");
  }

  @Test
  void leavesPeersOutWithATag() {
    fillPeers();

    assertThat(read(ADA, "10", "TAG", "mathematics"))
        .extracting(Place::item, Place::score)
        .containsExactly(tuple("calculus", 1.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "[]",
        "[7]",
        "{\"a\":1}",
        "[[7,1764000009000,0,\"algebra-1\"]]",
        "[[\"sets\",\"1764000009000\",0,\"algebra-1\"]]",
        "[[\"sets\",1764000009000,1,\"algebra-1\"]]",
        "[[\"sets\",1764000009000,-1e301,\"algebra-1\"]]",
        "[[\"sets\",1764000009000]]"
      })
  void leavesPeersOutThatCannotBeRead(String peers) {
    fillPeers();
    String pulse = "{\"v\":1,\"items\":[[\"go\",0.5]],\"peers\":%s}".formatted(peers);
    redis.store("pulse", pulse.getBytes(StandardCharsets.UTF_8));

    assertThat(read(ADA, "10"))
        .extracting(Place::item)
        .containsExactly("algebra-2", "python", "calculus", "go");
  }

  @Test
  void addsThePersonalAndTheGlobalPartAndFillsFromThePulse() {
    assertThat(read(ADA, "10"))
        .containsExactly(
            new Place("python", 2.75, "tag:programming"),
            new Place("algebra-2", 2.0, "after:algebra-1"),
            new Place("calculus", 1.0, "similar:algebra-1"),
            new Place("go", 0.5, "trending"),
            new Place("web", 0.0, "trending"));
  }

  @Test
  void givesAStrangerThePulse() {
    assertThat(read(STRANGER, "2"))
        .containsExactly(new Place("python", 1.25, "trending"), new Place("go", 0.5, "trending"));
  }

  @Test
  void returnsAsManyItemsAsAreAskedFor() {
    assertThat(read(ADA, "1")).containsExactly(new Place("python", 2.75, "tag:programming"));
    assertThat(read(ADA, "0002")).extracting(Place::item).containsExactly("python", "algebra-2");
    assertThat(read(ADA, "200")).hasSize(5);
  }

  @Test
  void leavesOutTheFirstPlaces() {
    assertThat(read(ADA, "2", "FROM", "1"))
        .containsExactly(
            new Place("algebra-2", 2.0, "after:algebra-1"),
            new Place("calculus", 1.0, "similar:algebra-1"));
    assertThat(read(ADA, "2", "FROM", "0")).isEqualTo(read(ADA, "2"));
    assertThat(read(ADA, "5", "FROM", "4")).containsExactly(new Place("web", 0.0, "trending"));
    assertThat(read(ADA, "5", "FROM", "195")).isEmpty();
    assertThat(read(STRANGER, "1", "FROM", "1", "EXCLUDE", "1", "python"))
        .containsExactly(new Place("algebra-1", 0.25, "trending"));
  }

  @Test
  void keepsTheBestOfManyCandidatesInAnyOrder() {
    redis.storeRec(
        "rec:ada",
        IntStream.rangeClosed(1, 150)
            .mapToObj(i -> new Candidate("c" + i, 10.0 + i * 37 % 151, "vector"))
            .toList());

    assertThat(read(ADA, "3"))
        .containsExactly(
            new Place("c102", 160.0, "vector"),
            new Place("c53", 159.0, "vector"),
            new Place("c4", 158.0, "vector"));
  }

  @Test
  void leavesOutWhatTheCallExcludes() {
    assertThat(read(ADA, "10", "EXCLUDE", "2", "python", "go"))
        .extracting(Place::item)
        .containsExactly("algebra-2", "calculus", "web");
    assertThat(read(STRANGER, "10", "EXCLUDE", "1", "python"))
        .extracting(Place::item)
        .containsExactly("go", "algebra-1", "web");
    assertThat(read(STRANGER, "1", "EXCLUDE", "0"))
        .extracting(Place::item)
        .containsExactly("python");
  }

  @Test
  void excludesItemsThatLookLikeArguments() {
    redis.storePulse("pulse", new Pulsing("TAG", 1.0), new Pulsing("go", 0.0));

    assertThat(read(STRANGER, "10", "EXCLUDE", "1", "TAG"))
        .extracting(Place::item)
        .containsExactly("go");
  }

  @Test
  void leavesOutWhatIsDoneHoweverMuchThatIs() {
    List<String> done =
        Stream.concat(IntStream.range(0, 999).mapToObj(i -> "done-" + i), Stream.of("trending-190"))
            .toList();
    redis.storeRec("rec:ada", CANDIDATES, done.toArray(String[]::new));
    redis.storePulse(
        "pulse",
        IntStream.range(0, 250)
            .mapToObj(i -> new Pulsing((i < 190 ? "done-" : "trending-") + i, 250.0 - i))
            .toArray(Pulsing[]::new));

    assertThat(read(ADA, "2"))
        .extracting(Place::item)
        .containsExactly("trending-191", "trending-192");
    assertThat(read(ADA, "200"))
        .extracting(Place::item)
        .hasSize(62)
        .contains("trending-249", "calculus")
        .doesNotContain("done-0", "trending-190");
  }

  @Test
  void takesNoItemForDoneWhoseCodeLiesAcrossTwoOthers() {
    String codes = "0" + Documents.code("web") + "0000000";
    redis.store(
        "rec:ada",
        ("{\"v\":4,\"items\":[],\"scores\":[],\"reasons\":\"\\n\",\"because\":\"\","
                + "\"exclude\":\"%s\"}")
            .formatted(codes));

    assertThat(read(ADA, "10")).extracting(Place::item).contains("web");
  }

  @Test
  void hidesWhatWasRetiredSinceTheDocumentsWereWritten() {
    redis.retire("retired", "python", "calculus", "web");

    assertThat(read(ADA, "10"))
        .containsExactly(
            new Place("algebra-2", 2.0, "after:algebra-1"), new Place("go", 0.5, "trending"));
    assertThat(read(ADA, "2")).extracting(Place::item).containsExactly("algebra-2", "go");
    assertThat(read(ADA, "10", "EXCLUDE", "1", "go"))
        .extracting(Place::item)
        .containsExactly("algebra-2");
    assertThat(read(ADA, "10", "TAG", "mathematics")).isEmpty();
    assertThat(read(STRANGER, "1")).containsExactly(new Place("go", 0.5, "trending"));
  }

  @Test
  void hidesAllThatIsRetiredThoughItWouldNotHaveBeenListedAtFirst() {
    redis.storeRec(
        "rec:ada",
        IntStream.range(0, 150)
            .mapToObj(i -> new Candidate("c" + i, 200.0 - i, "vector"))
            .toList());
    redis.retire("retired", IntStream.range(0, 149).mapToObj(i -> "c" + i).toArray(String[]::new));

    assertThat(read(ADA, "2"))
        .containsExactly(new Place("c149", 51.0, "vector"), new Place("python", 1.25, "trending"));
  }

  @Test
  void hidesARetiredItemThatPeersDid() {
    fillPeers();
    redis.retire("retired", "sets");

    assertThat(read(ADA, "10", "AT", after(1)))
        .extracting(Place::item)
        .containsExactly("python", "algebra-2", "calculus", "go");
  }

  @Test
  void hidesARetiredItemFromAUserWhoseDocumentIsDamaged() {
    redis.store("rec:ada", "{");
    redis.retire("retired", "python");

    assertThat(read(ADA, "1", "EXCLUDE", "0"))
        .containsExactly(new Place("go", 0.5, "fallback:damaged"));
  }

  @Test
  void seesAtOnceWhatIsRetiredAndWhatIsNoLonger() {
    redis.retire("retired", "web", "python");
    assertThat(read(ADA, "1")).extracting(Place::item).containsExactly("algebra-2");
    redis.commands().zrem("retired", "python");
    redis.retire("retired", "algebra-2");

    assertThat(read(ADA, "2")).extracting(Place::item).containsExactly("python", "calculus");
    redis.commands().zrem("retired", "web");
    assertThat(read(ADA, "9")).extracting(Place::item).contains("web").doesNotContain("algebra-2");
  }

  @Test
  void hidesWhatIsRetiredHoweverManyAre() {
    redis.retire("retired", IntStream.range(0, 1000).mapToObj(i -> "r" + i).toArray(String[]::new));
    redis.retire("retired", "python");

    assertThat(read(ADA, "2")).extracting(Place::item).containsExactly("algebra-2", "calculus");
    assertThat(read(ADA, "2", "EXCLUDE", "1", "calculus"))
        .extracting(Place::item)
        .containsExactly("algebra-2", "go");
  }

  @Test
  void findsWhatIsRetiredBesideThePulseItWasGiven() {
    redis.storePulse("shop:{3}pulse", new Pulsing("a", 1.0), new Pulsing("b", 0.0));
    redis.retire("shop:{3}retired", "a");

    assertThat(read(List.of("shop:{3}rec:ada", "shop:{3}pulse"), "10"))
        .extracting(Place::item)
        .containsExactly("b");
  }

  @Test
  void hidesNothingWhereTheKeyOfRetiredItemsHasAnotherType() {
    redis.commands().set("retired", "python");

    assertThat(read(ADA, "10")).hasSize(5);
  }

  @Test
  void hidesWhatIsRetiredThoughACandidateThatIsNotListedIsNoText() {
    redis.store(
        "rec:ada",
        "{\"v\":4,\"items\":[\"x\",\"y\",[7]],\"scores\":[3000000,2000000,1000000],"
            + "\"reasons\":\"\\nvector\\n\",\"because\":\"000\",\"exclude\":\"\"}");
    redis.retire("retired", "x");

    assertThat(read(ADA, "1")).containsExactly(new Place("y", 2.0, "vector"));
  }

  @Test
  void limitsTheListToATagAndFillsFromItsPulse() {
    redis.storePulse(
        "pulse:programming",
        new Pulsing("python", 1.25),
        new Pulsing("go", 0.5),
        new Pulsing("java", -2.0));

    assertThat(read(ADA, "10", "TAG", "programming"))
        .containsExactly(
            new Place("python", 2.75, "tag:programming"),
            new Place("go", 0.5, "trending"),
            new Place("java", -2.0, "trending"));
  }

  @Test
  void addsNoGlobalPartToATaggedCandidateOutsideThePulse() {
    // Its shortfall below the pulse is part of the personal score already.
    assertThat(read(ADA, "10", "TAG", "mathematics"))
        .containsExactly(new Place("calculus", 1.0, "similar:algebra-1"));
  }

  /** Of algebra-2 the pulse of its tag has nothing. */
  private void fillTags() {
    redis.storePulse("pulse:programming", new Pulsing("go", 0.5), new Pulsing("java", -2.0));
    redis.storeTags(
        "tags",
        Map.of(
            "algebra-1", List.of("mathematics"),
            "algebra-2", List.of("mathematics", "beginner"),
            "calculus", List.of("mathematics"),
            "python", List.of("programming", "beginner"),
            "go", List.of("programming"),
            "java", List.of("programming", "beginner")));
  }

  @Test
  void listsCandidatesWithATagThatAreNotAmongItsBest() {
    fillTags();

    assertThat(read(ADA, "10", "TAG", "mathematics"))
        .containsExactly(
            new Place("algebra-2", 2.0, "after:algebra-1"),
            new Place("calculus", 1.0, "similar:algebra-1"));
    assertThat(read(ADA, "10", "ALL", "1", "mathematics"))
        .isEqualTo(read(ADA, "10", "TAG", "mathematics"));
  }

  @Test
  void listsWhatHasAnyAndAllOfSomeTagsAndNoneOfOthers() {
    fillTags();

    assertThat(items(ADA, "10", "ANY", "2", "mathematics", "programming"))
        .containsExactly("python", "algebra-2", "calculus", "go", "java");
    assertThat(items(ADA, "10", "ALL", "2", "programming", "beginner"))
        .containsExactly("python", "java");
    assertThat(items(ADA, "10", "TAG", "beginner", "ALL", "1", "programming"))
        .containsExactly("python", "java");
    assertThat(items(ADA, "10", "ANY", "1", "programming", "not", "1", "beginner"))
        .containsExactly("go");
    assertThat(items(STRANGER, "10", "ANY", "2", "mathematics", "programming"))
        .containsExactly("go", "algebra-1", "calculus", "java");
  }

  @Test
  void listsNothingWithATagThatIsNotWantedAndWhatHasNoTags() {
    fillTags();

    assertThat(read(ADA, "10", "NOT", "1", "beginner"))
        .containsExactly(
            new Place("calculus", 1.0, "similar:algebra-1"),
            new Place("go", 0.5, "trending"),
            new Place("web", 0.0, "trending"));
    assertThat(items(STRANGER, "10", "NOT", "2", "beginner", "mathematics"))
        .containsExactly("go", "web");
    redis.store("rec:ada", "{");
    assertThat(items(ADA, "10", "NOT", "2", "beginner", "mathematics"))
        .containsExactly("go", "web");
  }

  @Test
  void filtersPagesAndWhatTheCallExcludesAndWhatIsRetired() {
    fillTags();
    redis.retire("retired", "go");

    assertThat(items(ADA, "1", "FROM", "1", "NOT", "1", "beginner")).containsExactly("web");
    assertThat(items(ADA, "9", "EXCLUDE", "1", "web", "NOT", "1", "beginner"))
        .containsExactly("calculus");
  }

  @Test
  void listsNothingOfWhatPeersDidWithATagThatIsNotWanted() {
    fillPeers();
    redis.storeTags("tags", Map.of("sets", List.of("beginner")));

    assertThat(items(ADA, "10", "AT", after(1), "NOT", "1", "beginner"))
        .containsExactly("python", "algebra-2", "calculus", "go");
  }

  @Test
  void takesTheItemsOfThePulsesOfTagsWhereTheTagsOfItemsAreNotKnown() {
    fillTags();
    for (Runnable loss :
        List.<Runnable>of(
            () -> redis.commands().hdel("tags", ""),
            () -> redis.commands().del("tags"),
            () -> redis.commands().set("tags", "python"))) {
      loss.run();

      assertThat(items(ADA, "10", "ANY", "2", "mathematics", "programming"))
          .containsExactly("calculus", "go", "java");
      assertThat(items(ADA, "10", "ALL", "2", "mathematics", "programming")).isEmpty();
      assertThat(items(ADA, "10", "NOT", "1", "beginner")).isEmpty();
      assertThat(items(ADA, "10", "TAG", "mathematics", "NOT", "1", "beginner")).isEmpty();
    }
  }

  @Test
  void tellsTagsApartThatLookAlike() {
    redis.commands().hset("tags", Map.of("", "1", "python", "\na\\nb\n", "go", "\na\n"));
    redis.commands().hset("tags", "web", "\na\\\\nb\n");

    assertThat(items(ADA, "9", "ALL", "1", "a\nb")).containsExactly("python");
    assertThat(items(STRANGER, "9", "NOT", "2", "a\nb", "a")).containsExactly("algebra-1", "web");
    assertThat(items(STRANGER, "9", "NOT", "2", "a\\nb", "A"))
        .containsExactly("python", "go", "algebra-1");
  }

  @Test
  void findsTheTagsOfItemsBesideThePulseItWasGiven() {
    redis.storePulse("shop:{3}pulse", new Pulsing("a", 1.0), new Pulsing("b", 0.0));
    redis.storeTags("shop:{3}tags", Map.of("a", List.of("t")));

    assertThat(items(List.of("shop:{3}rec:ada", "shop:{3}pulse"), "9", "NOT", "1", "t"))
        .containsExactly("b");
  }

  private List<String> items(List<String> keys, String... arguments) {
    return read(keys, arguments).stream().map(Place::item).toList();
  }

  @Test
  void takesTheWordsInAnyCaseAndOrder() {
    assertThat(read(STRANGER, "10", "tag", "mathematics", "Exclude", "1", "calculus"))
        .containsExactly(new Place("algebra-1", 0.25, "trending"));
    assertThat(read(STRANGER, "10", "eXclude", "1", "calculus", "Tag", "mathematics"))
        .containsExactly(new Place("algebra-1", 0.25, "trending"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"astrology", "", "Mathematics"})
  void hasNothingForAnUnknownTag(String tag) {
    assertThat(read(ADA, "10", "TAG", tag)).isEmpty();
  }

  @Test
  void findsTheTagBesideThePulseItWasGiven() {
    redis.storePulse("shop:{3}pulse", new Pulsing("a", 1.0), new Pulsing("b", 0.0));
    redis.storePulse("shop:{3}pulse:t", new Pulsing("b", 0.0));

    assertThat(read(List.of("shop:{3}rec:ada", "shop:{3}pulse"), "10", "TAG", "t"))
        .extracting(Place::item)
        .containsExactly("b");
  }

  @Test
  void ordersEqualScoresByTheItemsBytes() {
    redis.storeRec(
        "rec:ada",
        List.of(
            new Candidate("b", 1.0, "vector"),
            new Candidate("é", 1.0, "vector"),
            new Candidate("a2", 1.0, "vector"),
            new Candidate("Z", 0.5, "vector")));
    redis.storePulse(
        "pulse",
        new Pulsing("a", 1.0),
        new Pulsing("c", 1.0),
        new Pulsing("Z", 0.5),
        new Pulsing("B", 1.0));

    assertThat(read(ADA, "10"))
        .extracting(Place::item)
        .containsExactly("B", "Z", "a", "a2", "b", "c", "é");
  }

  @Test
  void returnsScoresWithAllTheirDigits() {
    redis.storeRec("rec:ada", List.of(new Candidate("x", 0.1, "vector")));
    redis.storePulse("pulse", new Pulsing("x", 0.2), new Pulsing("y", 1.0e-300));

    assertThat(read(ADA, "2"))
        .containsExactly(
            new Place("x", 0.30000000000000004, "vector"), new Place("y", 1.0e-300, "trending"));
  }

  @Test
  void returnsItemsAsTheyAreStored() {
    String odd = "ключ \"\\/\u0001 🎓";
    redis.storeRec("rec:ada", List.of(new Candidate(odd, 2.0, "after:" + odd)));

    assertThat(read(ADA, "1")).containsExactly(new Place(odd, 2.0, "after:" + odd));
    assertThat(read(ADA, "10", "EXCLUDE", "1", odd)).extracting(Place::item).doesNotContain(odd);
  }

  @Test
  void countsTheFirstOfSeveralEntriesForAnItemOfThePulse() {
    redis.storePulse("pulse", new Pulsing("y", 0.5), new Pulsing("y", 3.0));

    assertThat(read(STRANGER, "10")).containsExactly(new Place("y", 0.5, "trending"));
  }

  @Test
  void seesAReplacedPulseAtOnce() {
    read(STRANGER, "10");
    redis.storePulse("pulse", new Pulsing("fresh", 0.0));

    assertThat(read(STRANGER, "10")).containsExactly(new Place("fresh", 0.0, "trending"));
  }

  @Test
  void seesAReplacedPulseWithoutAChecksumAtOnce() {
    redis.store("pulse", Documents.plainPulse(List.of(new Pulsing("stale", 0.0))));
    read(STRANGER, "10");
    redis.store("pulse", Documents.plainPulse(List.of(new Pulsing("fresh", 0.0))));

    assertThat(read(STRANGER, "10")).containsExactly(new Place("fresh", 0.0, "trending"));
  }

  @Test
  void seesAPulseThatLostItsEndAtOnce() {
    byte[] whole = Documents.pulse(List.of(new Pulsing("fresh", 0.0)));
    redis.store("pulse", whole);
    read(STRANGER, "10");
    redis.store("pulse", Arrays.copyOf(whole, whole.length - 1));

    assertThat(read(STRANGER, "10")).isEmpty();
  }

  @Test
  void ignoresMembersItDoesNotKnow() {
    redis.store(
        "rec:ada",
        "{\"new\":{\"er\":[1]},\"exclude\":\"\",\"because\":\"0\",\"reasons\":\"\\nvector\\n\","
            + "\"scores\":[2000000],\"items\":[\"x\"],\"v\":4}");

    assertThat(read(ADA, "1")).containsExactly(new Place("x", 2.0, "vector"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{}",
        "\u0001",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''} more",
        "{'v':5,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':3,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':'\\n'}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':'\\n'}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':'a9993e3'}",
        "{'v':1,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':'4','items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0'}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':[]}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':null}",
        "{'v':4,'items':'x','scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':[7],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':[['x']],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':[null],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':{'a':1},'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x','y'],'scores':[1],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':['1'],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1,2],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[NaN],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1e999],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[null],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'reasons':'\\nvector\\n','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':['vector'],'because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'vector','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'','because':'0','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'1','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'-1','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':'x','exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','because':[0],'exclude':''}",
        "{'v':4,'items':['x'],'scores':[1],'reasons':'\\nvector\\n','exclude':''}",
        "{'v':1,'candidates':[['x',1,'vector']],'exclude':[]}",
        "{'v':2,'candidates':[['x',1,'vector']],'exclude':[]}",
        "{'v':2,'items':['x'],'scores':[1],'reasons':['vector'],'because':[0],'exclude':[]}",
        "{'v':2,'items':['x'],'scores':[1],'reasons':['vector'],'because':[0]}",
        "{'v':2,'items':['x'],'scores':[1],'reasons':['vector'],'because':[1],'exclude':''}",
        "{'v':2,'items':['x'],'scores':[1],'reasons':['vector'],'because':[-1],'exclude':''}",
        "{'v':2,'items':['x'],'scores':[1],'reasons':['vector'],'because':[],'exclude':''}",
        "{'v':2,'items':['x'],'scores':[1],'reasons':[7],'because':[0],'exclude':''}",
        "{'v':2,'items':['x'],'scores':['1'],'reasons':['vector'],'because':[0],'exclude':''}",
        "{'v':2,'items':['x'],'scores':[1,2],'reasons':['vector'],'because':[0],'exclude':''}",
        "{'v':2,'items':['x'],'scores':[NaN],'reasons':['vector'],'because':[0],'exclude':''}",
        "{'v':2,'items':[7],'scores':[1],'reasons':['vector'],'because':[0],'exclude':''}",
        "{'v':2,'items':{'a':1},'scores':[],'reasons':[],'because':[],'exclude':''}"
      })
  void fallsBackToThePulseWhenTheUsersValueIsDamaged(String damaged) {
    redis.store("rec:ada", damaged.replace('\'', '"'));

    assertThat(read(ADA, "10", "EXCLUDE", "1", "algebra-1")).isEqualTo(PULSE_BECAUSE_DAMAGED);
  }

  @Test
  void fallsBackToThePulseWhenTheUsersKeyHoldsAnotherType() {
    redis.commands().del("rec:ada");
    redis.commands().hset("rec:ada", "candidates", "[]");

    assertThat(read(ADA, "10", "EXCLUDE", "1", "algebra-1")).isEqualTo(PULSE_BECAUSE_DAMAGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{'v':1}",
        "{'v':3,'items':[]}",
        "{'v':1,'items':{'python':1}}",
        "{'v':1,'items':[['python',1],['go']]}",
        "{'v':1,'items':[['python',1],['go',-Infinity]]}",
        "{'v':1,'items':[['python',1],[7,1]]}",
        "{'v':2,'items':['python',1,'go',1]}"
      })
  void ranksTheCandidatesAloneWhenThePulseIsDamaged(String damaged) {
    redis.store("pulse", damaged.replace('\'', '"'));

    assertThat(read(ADA, "10"))
        .extracting(Place::item, Place::score)
        .containsExactly(tuple("algebra-2", 2.0), tuple("python", 1.5), tuple("calculus", 1.0));
    assertThat(read(STRANGER, "10")).isEmpty();
  }

  @Test
  void ranksTheCandidatesAloneWhenThePulseIsMissingOrOfAnotherType() {
    redis.commands().del("pulse");
    assertThat(read(ADA, "10")).hasSize(3);
    assertThat(read(STRANGER, "10")).isEmpty();

    redis.commands().rpush("pulse", "python");
    assertThat(read(ADA, "10")).hasSize(3);
    assertThat(read(STRANGER, "10")).isEmpty();
  }

  @Test
  void hasNothingWhenBothValuesAreDamaged() {
    redis.store("rec:ada", "{");
    redis.store("pulse", "{");

    assertThat(read(ADA, "10")).isEmpty();
  }

  static Stream<Arguments> wrongArguments() {
    return Stream.of(
        refused("n must be a whole number from 1 to 200, was ''"),
        refused("n must be a whole number from 1 to 200, was '0'", "0"),
        refused("n must be a whole number from 1 to 200, was '201'", "201"),
        refused("n must be a whole number from 1 to 200, was '-1'", "-1"),
        refused("n must be a whole number from 1 to 200, was '2.5'", "2.5"),
        refused("n must be a whole number from 1 to 200, was '0x10'", "0x10"),
        refused("n must be a whole number from 1 to 200, was 'te  n'", "te\r\nn"),
        refused(
            "n must be a whole number from 1 to 200, was '" + "9".repeat(60) + "'",
            "9".repeat(999)),
        refused(
            "argument 2 after the keys must be FROM, EXCLUDE, TAG, ALL, ANY, NOT, AT, PLACEMENT or WITHVARIANT, was 'LIMIT'",
            "5",
            "LIMIT",
            "3"),
        refused(
            "argument 4 after the keys must be FROM, EXCLUDE, TAG, ALL, ANY, NOT, AT, PLACEMENT or WITHVARIANT, was 'b'",
            "5",
            "EXCLUDE",
            "0",
            "b"),
        refused("EXCLUDE needs a count from 0 to 1000, was ''", "5", "EXCLUDE"),
        refused("EXCLUDE needs a count from 0 to 1000, was 'a'", "5", "EXCLUDE", "a"),
        refused("EXCLUDE needs a count from 0 to 1000, was '1001'", "5", "EXCLUDE", "1001", "a"),
        refused("EXCLUDE needs a count from 0 to 1000, was '-1'", "5", "EXCLUDE", "-1", "a"),
        refused(
            "EXCLUDE needs as many items as it counts, was '2 counted, 1 given'",
            "5",
            "exclude",
            "2",
            "a"),
        refused("EXCLUDE must be given once", "5", "EXCLUDE", "0", "EXCLUDE", "0"),
        refused(
            "FROM needs a whole number that is 200 at most together with n, was ''", "5", "FROM"),
        refused(
            "FROM needs a whole number that is 200 at most together with n, was '196'",
            "5",
            "from",
            "196"),
        refused(
            "FROM needs a whole number that is 200 at most together with n, was '-1'",
            "5",
            "FROM",
            "-1"),
        refused("FROM must be given once", "5", "FROM", "1", "FROM", "2"),
        refused("TAG needs a tag", "5", "TAG"),
        refused("TAG must be given once", "5", "TAG", "a", "TAG", "b"),
        refused("ANY needs a count from 1 to 10, was ''", "5", "ANY"),
        refused("ALL needs a count from 1 to 10, was '0'", "5", "ALL", "0"),
        refused("NOT needs a count from 1 to 10, was '11'", "5", "not", "11", "a"),
        refused(
            "ANY needs as many tags as it counts, was '2 counted, 1 given'", "5", "ANY", "2", "a"),
        refused("ANY must be given once", "5", "ANY", "1", "a", "ANY", "1", "b"),
        refused(
            "TAG, ALL, ANY and NOT take 10 tags in all, was '11 tags'",
            Stream.concat(
                    Stream.of("5", "TAG", "a", "ALL", "10"),
                    IntStream.range(0, 10).mapToObj(i -> "t" + i))
                .toArray(String[]::new)),
        refused("AT needs epoch milliseconds, was ''", "5", "AT"),
        refused("AT needs epoch milliseconds, was 'now'", "5", "AT", "now"),
        refused("AT must be given once", "5", "AT", "1", "AT", "2"),
        refused("PLACEMENT needs a name", "5", "PLACEMENT"),
        refused("PLACEMENT must be given once", "5", "PLACEMENT", "a", "PLACEMENT", "b"),
        refused("WITHVARIANT needs a PLACEMENT", "5", "withvariant"),
        refused(
            "WITHVARIANT must be given once", "5", "PLACEMENT", "a", "WITHVARIANT", "WITHVARIANT"));
  }

  @ParameterizedTest
  @MethodSource("wrongArguments")
  void refusesAWrongArgumentAndSaysWhich(String complaint, List<String> arguments) {
    assertThatThrownBy(() -> reader.read(ADA, arguments))
        .isInstanceOf(ReadRefusedException.class)
        .hasMessageStartingWith("ERR " + complaint)
        .hasMessageMatching(".*: (pass|call|count|drop) .+");
  }

  @Test
  void refusesAnotherNumberOfKeysAndSaysWhatToCall() {
    for (List<String> keys : List.of(List.of("rec:ada"), List.of("rec:ada", "pulse", "extra"))) {
      assertThatThrownBy(() -> reader.read(keys, List.of("5")))
          .isInstanceOf(ReadRefusedException.class)
          .hasMessageStartingWith("ERR recommend needs 2 keys, was '" + keys.size() + " keys'")
          .hasMessageContaining("FCALL_RO recommend 2 rec:<user> pulse <n>");
    }
  }

  private List<Place> read(List<String> keys, String... arguments) {
    return reader.read(keys, List.of(arguments));
  }

  private static Arguments refused(String complaint, String... arguments) {
    return Arguments.of(complaint, List.of(arguments));
  }
}
