package dev.freshet.runtime.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.listrule.ItemTraits;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.RuleItem;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemConditionsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;

  private final ItemConditions conditions = new ItemConditions();

  private static RuleItem item(CatalogueItem item) {
    ItemSettings defaults = ItemSettings.defaults();
    ItemTable table = new ItemTable(defaults.popularity(), defaults.coOccurrence().halfLife());
    table.describe(item);
    return new RuleItem(
        table, table.indexOf(Fingerprint.of(item.item())), ItemTraits.of(item), NOON);
  }

  private static final RuleItem ALGEBRA =
      item(
          new CatalogueItem(
              "algebra",
              "Algebra",
              List.of("mathematics", "spring"),
              "course",
              NOON - 3 * DAY,
              false,
              ItemVector.NONE,
              19.5,
              "beginner",
              "noether"));

  private static final RuleItem UNKNOWN =
      item(new CatalogueItem("x", "", List.of(), "", 0L, false, List.of()));

  private UsableListRule usable(String when) throws WrongConditionException {
    return conditions.usable(
        new ListRule(
            "rule", Set.of(), when, ListAction.ONLY, 0, "", "", 0L, ListRule.NO_END, 0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "item.id == 'algebra'",
        "item.id in ['go', 'algebra']",
        "'spring' in item.tags",
        "item.tags.exists(tag, tag.startsWith('math'))",
        "item.kind == 'course' && item.level == 'beginner' && item.author == 'noether'",
        "item.age < 3.5 && item.age > 2.5",
        "item.hasPrice && item.price < 20.0",
        "item.price < 20",
        "now > timestamp('2025-01-01T00:00:00Z')"
      })
  void isMetByAnItemOfWhichItHolds(String when) throws WrongConditionException {
    assertThat(usable(when).isMeant().test(ALGEBRA)).isTrue();
    assertThat(usable("!(" + when + ")").isMeant().test(ALGEBRA)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "item.price < 20.0",
        "item.price >= 0.0",
        "item.age < 7.0",
        "item.age >= 0.0",
        "item.hasPrice",
        "item.tags[0] == 'spring'",
        "1 / (size(item.tags) - 0) == 1"
      })
  void isNotMetByWhatIsNotKnownNorWhereItFails(String when) throws WrongConditionException {
    assertThat(usable(when).isMeant().test(UNKNOWN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "item.age < 7.0, true",
    "now > timestamp('2025-01-01T00:00:00Z'), true",
    "item.price < 7.0, false",
    "item.id == 'now', false"
  })
  void tellsWhetherTimeAloneChangesIt(String when, boolean expected)
      throws WrongConditionException {
    assertThat(usable(when).changesWithTime()).isEqualTo(expected);
  }

  @Test
  void tellsWhereItIsWrongAndWhatThereIs() {
    WrongConditionException wrong =
        catchThrowableOfType(
            WrongConditionException.class, () -> usable("item.kind == 'a' &&\n item.colour == 1"));

    assertThat(wrong.line()).isEqualTo(2);
    assertThat(wrong)
        .hasMessage(
            "item has no such field, but age, author, hasPrice, id, kind, level, price, tags");
  }

  @Test
  void refusesWhatCostsTooMuch() {
    String many = "item.price < 1.0 || ".repeat(90) + "true";

    assertThat(catchThrowableOfType(WrongConditionException.class, () -> usable(many)))
        .hasMessageMatching("(?s).*(parts|recursion|size).*");
  }

  @Test
  void knowsTheIdsOfAConditionThatNamesNothingElse() throws WrongConditionException {
    assertThat(conditions.idsAlone("item.id == 'a' || item.id in ['b', 'c']"))
        .hasValue(Set.of("a", "b", "c"));
    assertThat(conditions.idsAlone("item.id == 'a' && item.price < 1.0")).isEmpty();
    assertThat(conditions.idsAlone("item.id != 'a'")).isEmpty();
    assertThat(conditions.idsAlone("")).isEmpty();
  }
}
