package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemNewsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final RecommenderSettings SETTINGS = RecommenderSettings.defaults();

  private final ItemNews news = new ItemNews(SETTINGS);
  private final Map<String, ItemRow> rows = new HashMap<>();

  /** Somebody touches an item for the first time. */
  private @Nullable ItemFacts touch(String item) {
    return touch(item, NOON);
  }

  private @Nullable ItemFacts touch(String item, long atMillis) {
    ItemRow row = rows.computeIfAbsent(item, unknown -> new ItemRow());
    Standing click = new Standing(atMillis, 1.0);
    row.apply(item, Counting.update(atMillis, Standing.NONE, click), SETTINGS);
    return news.touched(row);
  }

  @Test
  void tellsOfANewItemAtOnceAndNotAgain() {
    ItemFacts facts = Objects.requireNonNull(touch("python"));

    assertThat(facts.item()).isEqualTo("python");
    assertThat(facts.users()).isEqualTo(1.0);
    assertThat(news.isEmpty()).isTrue();
    assertThat(news.take()).isEmpty();
  }

  @Test
  void tellsOfEachItemOnceAsItIsThen() {
    touch("python");
    touch("java");
    assertThat(touch("python")).isNull();
    assertThat(touch("java")).isNull();
    assertThat(touch("python")).isNull();
    assertThat(news.isEmpty()).isFalse();

    assertThat(news.take())
        .extracting(ItemFacts::item, ItemFacts::users)
        .containsExactly(tuple("python", 3.0), tuple("java", 2.0));
    assertThat(news.isEmpty()).isTrue();
    assertThat(news.take()).isEmpty();
  }

  @Test
  void tellsAtOnceOfAnItemThatManyWantAndNotAgain() {
    touch("python");
    assertThat(touch("python")).isNull();
    assertThat(touch("python")).isNull();
    ItemFacts facts = Objects.requireNonNull(touch("python"));

    assertThat(facts.users()).isEqualTo(4.0);
    assertThat(news.take()).isEmpty();
    assertThat(touch("python")).isNull();
    assertThat(news.take()).extracting(ItemFacts::users).containsExactly(5.0);
  }

  @Test
  void tellsAtOnceOfAnItemThatWasToldAnIntervalAgoAndNotAgain() {
    touch("python");
    assertThat(touch("python", NOON + 999)).isNull();
    ItemFacts facts = Objects.requireNonNull(touch("python", NOON + 1_000));

    assertThat(facts.touchedMillis()).isEqualTo(NOON + 1_000);
    assertThat(news.take()).isEmpty();
  }

  @Test
  void countsWhatManyWantFromWhenItWasTakenLast() {
    touch("python");
    touch("python");
    touch("python");
    news.take();

    assertThat(touch("python")).isNull();
    assertThat(touch("python")).isNull();
    assertThat(touch("python")).isNotNull();
  }
}
