package dev.freshet.scoring.listrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListRulesTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 86_400_000L;

  private final Trainer trainer = Some.trainer(RecommenderSettings.defaults());
  private final Counting counting = new Counting();
  private ListRules rules = new ListRules(trainer.table(), 100);

  @BeforeEach
  void describeItems() {
    describe("python", "code", "ada", 10.0);
    describe("java", "code", "ada", 20.0);
    describe("rust", "code", "ben", null);
    describe("cello", "music", "", 30.0);
    interact("java", 3);
    interact("python", 2);
    interact("cello", 1);
  }

  private void describe(String item, String tag, String author, @Nullable Double price) {
    describe(
        new CatalogueItem(
            item,
            "",
            List.of(tag),
            "course",
            NOON - DAY,
            false,
            ItemVector.NONE,
            price,
            "",
            author));
  }

  private void describe(CatalogueItem item) {
    trainer.describe(item);
    rules.describe(item, NOON);
  }

  private void interact(String item, int times) {
    for (int i = 0; i < times; i++) {
      trainer.enter(counting.interact(item, NOON, 1.0));
    }
  }

  private static ListRule rule(String id, ListAction action, double amount, String each) {
    return new ListRule(
        id, Set.of(), "some", action, amount, each, "", 0L, ListRule.NO_END, 0, "", "");
  }

  private void put(ListRule rule, Predicate<RuleItem> isMeant) {
    rules.put(new UsableListRule(rule, isMeant, false));
  }

  private void hide(String id, Predicate<RuleItem> isMeant) {
    put(rule(id, ListAction.HIDE, 0, ""), isMeant);
  }

  private List<ServedRule> serve(long nowMillis) {
    return rules.serve(trainer.refresh(NOON).floor(), nowMillis);
  }

  private List<String> items() {
    return serve(NOON).stream().flatMap(rule -> rule.items().stream()).toList();
  }

  @Test
  void servesTheItemsThatMeetTheConditionBestFirst() {
    hide("code", item -> item.tags().contains("code"));

    assertThat(items()).containsExactly("java", "python", "rust");
  }

  @Test
  void servesScoresRelativeToTheZeroOfThePulseWhereItemsCanBeListedByTheRule() {
    put(rule("boost", ListAction.FACTOR, 2.5, ""), item -> item.price() < 15);
    hide("hidden", item -> item.id().equals("cello"));

    List<ServedRule> served = serve(NOON);
    Pulse pulse = trainer.pulse();

    assertThat(served).extracting(ServedRule::id).containsExactly("boost", "hidden");
    assertThat(served.get(0).amount()).isEqualTo(2.5);
    assertThat(served.get(0).items()).containsExactly("python");
    assertThat(served.get(0).scores().get(0))
        .isCloseTo(
            pulse.ranked(trainer.table()).stream()
                .filter(each -> each.item().equals("python"))
                .findFirst()
                .orElseThrow()
                .score(),
            within(1e-12));
    assertThat(served.get(1).scores()).isEmpty();
  }

  @Test
  void doesNotTakeAnUnknownPriceForALowOne() {
    hide("cheap", item -> item.price() < 15);
    hide("dear", item -> item.price() >= 15);
    hide("unknown", item -> !item.hasPrice());

    assertThat(serve(NOON))
        .extracting(ServedRule::items)
        .containsExactly(List.of("python"), List.of("java", "cello"), List.of("rust"));
  }

  @Test
  void choosesAmongVeryManyItemsNowAndThenAndLeavesOutAtOnceWhatIsNoLongerMeant() {
    for (int i = 0; i < 10_001; i++) {
      describe("many-" + i, "many", "", null);
    }
    interact("many-1", 3);
    interact("many-2", 2);
    put(rule("some", ListAction.HIDE, 0, ""), item -> item.tags().contains("many"));
    assertThat(items()).hasSize(100).startsWith("many-1", "many-2");

    describe("many-1", "other", "", null);
    describe("newest", "many", "", null);
    interact("newest", 9);
    assertThat(items()).hasSize(99).startsWith("many-2");
    assertThat(serve(NOON + 10_000).get(0).items()).hasSize(100).startsWith("newest", "many-2");
  }

  @Test
  void servesRulesOfHigherPriorityFirstAndThenByTheirIds() {
    for (String id : List.of("b", "c", "a")) {
      int priority = id.equals("c") ? 1 : 0;
      put(
          new ListRule(
              id, Set.of(), "all", ListAction.HIDE, 0, "", "", 0L, NOON + 1, priority, "", ""),
          item -> true);
    }

    assertThat(serve(NOON)).extracting(ServedRule::id).containsExactly("c", "a", "b");
    assertThat(rules.inForce()).isEqualTo(3);
    assertThat(serve(NOON + 1)).isEmpty();
    assertThat(rules.inForce()).isZero();
  }

  @Test
  void tellsReadersOfARuleADayBeforeItBegins() {
    put(
        new ListRule(
            "later", Set.of(), "all", ListAction.HIDE, 0, "", "", NOON, NOON + DAY, 0, "", ""),
        item -> true);

    assertThat(serve(NOON - DAY - 1)).isEmpty();
    assertThat(serve(NOON - DAY)).hasSize(1);
    assertThat(rules.inForce()).isZero();
  }

  @Test
  void followsWhatTheCatalogueSays() {
    hide("dear", item -> item.price() > 25);
    assertThat(items()).containsExactly("cello");

    describe("python", "code", "ada", 40.0);
    describe("cello", "music", "", 5.0);
    describe("go", "code", "", 26.0);
    assertThat(items()).containsExactly("python", "go");

    describe(new CatalogueItem("python", "", List.of(), "", 0L, true, List.of()));
    assertThat(items()).containsExactly("go");

    rules.remove("dear");
    assertThat(items()).isEmpty();
  }

  @Test
  void followsItemsThatAppearWithoutTheCatalogue() {
    hide("by-id", item -> item.id().startsWith("new"));
    assertThat(items()).isEmpty();

    interact("new-one", 1);

    assertThat(items()).containsExactly("new-one");
  }

  @Test
  void looksAtEachItemOnceHoweverOftenReadersAreTold() {
    List<String> looked = new ArrayList<>();
    hide("by-id", item -> looked.add(item.id()));
    items();
    assertThat(looked).containsExactlyInAnyOrder("python", "java", "rust", "cello");

    looked.clear();
    interact("new-one", 1);
    interact("java", 1);
    items();
    items();

    assertThat(looked).containsExactly("new-one");
  }

  @Test
  void looksAgainOnceAMinuteWhereTimeAloneChangesWhatIsMeant() {
    Predicate<RuleItem> isOld = item -> item.ageDays() > 1;
    rules.put(new UsableListRule(rule("old", ListAction.HIDE, 0, ""), isOld, true));
    assertThat(serve(NOON)).isEmpty();
    assertThat(rules.withoutItems()).isEqualTo(1);

    assertThat(serve(NOON + MINUTE - 1)).isEmpty();
    assertThat(serve(NOON + MINUTE)).hasSize(1);
    assertThat(rules.withoutItems()).isZero();
  }

  @Test
  void dividesTheItemsThatReadersGetAmongRules() {
    rules = new ListRules(trainer.table(), 3);
    describeItems();
    hide("all", item -> true);
    hide("one", item -> item.id().equals("cello"));

    assertThat(serve(NOON))
        .extracting(ServedRule::items)
        .containsExactly(List.of("java", "python"), List.of("cello"));
    assertThat(rules.cutShort()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"5, 5 1 9, 2 1 2", "15, 5 1 9, 5 1 9", "8, 5 1 9, 3 1 4", "0, 5, 0"})
  void givesWhatSomeDoNotNeedToTheOthers(int whole, String wanted, String expected) {
    int[] shares = ListRules.shares(numbers(wanted), whole);

    assertThat(shares).containsExactly(numbers(expected));
  }

  private static int[] numbers(String text) {
    return List.of(text.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void servesALimitOnlyWhereThereAreMore() {
    put(rule("few", ListAction.MOST, 2, ""), item -> item.tags().contains("code"));
    put(rule("none", ListAction.MOST, 3, ""), item -> item.tags().contains("code"));

    assertThat(serve(NOON)).extracting(ServedRule::id).containsExactly("few");
  }

  @Test
  void servesALimitForEachAuthorOfManyItems() {
    put(rule("diverse", ListAction.MOST, 1, "author"), item -> true);

    assertThat(serve(NOON))
        .extracting(ServedRule::items)
        .containsExactly(List.of("java", "python"));

    describe("go", "code", "ben", 1.0);
    assertThat(serve(NOON))
        .extracting(ServedRule::items)
        .satisfiesExactlyInAnyOrder(
            ofAda -> assertThat(ofAda).containsExactly("java", "python"),
            ofBen -> assertThat(ofBen).containsExactlyInAnyOrder("rust", "go"));
  }

  @Test
  void servesALimitForEachTagWithABeginning() {
    put(rule("diverse", ListAction.MOST, 2, "tag:co"), item -> true);

    assertThat(serve(NOON))
        .extracting(ServedRule::items)
        .containsExactly(List.of("java", "python", "rust"));
  }

  @Test
  void bringsTraitsBackFromACheckpoint() {
    hide("of-ada", item -> item.author().equals("ada") && item.kind().equals("course"));
    TraitsTable before = rules.traits();
    rules = new ListRules(trainer.table(), 100);
    hide("of-ada", item -> item.author().equals("ada") && item.kind().equals("course"));
    assertThat(items()).isEmpty();

    before.serialize().forEach(rules.traits()::restore);
    rules.forget();

    assertThat(items()).containsExactly("java", "python");
    assertThat(rules.traits().size()).isEqualTo(4);
  }
}
