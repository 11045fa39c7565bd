package dev.freshet.scoring.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.scoring.history.Engagement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemNewsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final ItemSettings SETTINGS = ItemSettings.defaults();

  private final ItemNews news = new ItemNews(SETTINGS);
  private final Map<String, ItemRow> rows = new HashMap<>();

  /** Somebody interacts with an item for the first time. */
  private @Nullable ItemFacts interact(String item) {
    return interact(item, NOON);
  }

  private @Nullable ItemFacts interact(String item, long atMillis) {
    ItemRow row = rows.computeIfAbsent(item, unknown -> new ItemRow());
    Engagement click = new Engagement(atMillis, 1.0);
    row.apply(item, Counting.update(atMillis, Engagement.NONE, click), SETTINGS);
    return news.changed(row);
  }

  @Test
  void tellsOfANewItemAtOnceAndNotAgain() {
    ItemFacts facts = Objects.requireNonNull(interact("python"));

    assertThat(facts.item()).isEqualTo("python");
    assertThat(facts.users()).isEqualTo(1.0);
    assertThat(news.isEmpty()).isTrue();
    assertThat(news.take()).isEmpty();
  }

  @Test
  void tellsOfEachItemOnceAsItIsThen() {
    interact("python");
    interact("java");
    assertThat(interact("python")).isNull();
    assertThat(interact("java")).isNull();
    assertThat(interact("python")).isNull();
    assertThat(news.isEmpty()).isFalse();

    assertThat(news.take())
        .extracting(ItemFacts::item, ItemFacts::users)
        .containsExactly(tuple("python", 3.0), tuple("java", 2.0));
    assertThat(news.isEmpty()).isTrue();
    assertThat(news.take()).isEmpty();
  }

  @Test
  void tellsAtOnceOfAnItemThatManyWantAndNotAgain() {
    interact("python");
    assertThat(interact("python")).isNull();
    assertThat(interact("python")).isNull();
    ItemFacts facts = Objects.requireNonNull(interact("python"));

    assertThat(facts.users()).isEqualTo(4.0);
    assertThat(news.take()).isEmpty();
    assertThat(interact("python")).isNull();
    assertThat(news.take()).extracting(ItemFacts::users).containsExactly(5.0);
  }

  @Test
  void tellsAtOnceOfAnItemThatWasToldAnIntervalAgoAndNotAgain() {
    interact("python");
    assertThat(interact("python", NOON + 999)).isNull();
    ItemFacts facts = Objects.requireNonNull(interact("python", NOON + 1_000));

    assertThat(facts.interactedMillis()).isEqualTo(NOON + 1_000);
    assertThat(news.take()).isEmpty();
  }

  @Test
  void countsWhatManyWantFromWhenItWasTakenLast() {
    interact("python");
    interact("python");
    interact("python");
    news.take();

    assertThat(interact("python")).isNull();
    assertThat(interact("python")).isNull();
    assertThat(interact("python")).isNotNull();
  }
}
