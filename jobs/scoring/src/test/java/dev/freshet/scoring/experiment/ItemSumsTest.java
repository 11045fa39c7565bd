package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.CatalogueItem;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemSumsTest {

  private static final long DAY = 86_400_000L;
  private static final long TODAY = 20_000L;
  private static final View HOME = View.ofPlacement("home");

  private final Catalogue catalogue = new Catalogue(Duration.ofDays(7));

  private void tell(String item, long publishedMillis, boolean retired) {
    catalogue.tell(new CatalogueItem(item, "", List.of(), "", publishedMillis, retired, List.of()));
  }

  private static ShownItems shown(long day, String... items) {
    List<Integer> codes = Arrays.stream(items).map(Action::code).toList();
    ShownItems shown = new ShownItems();
    shown.enter(
        new ViewChange(
            HOME,
            Totals.NONE,
            Totals.NONE.shown(),
            0L,
            0,
            Map.of(),
            Map.of(),
            List.of(new DayItems(day, codes)),
            day * DAY));
    return shown;
  }

  private ItemSums sums(ShownItems... shown) {
    ItemSums sums = new ItemSums();
    for (ShownItems each : shown) {
      ItemSums part = new ItemSums();
      part.add(ShownItems.deserialize(each.serialize()), catalogue);
      sums.add(ItemSums.deserialize(part.serialize()));
    }
    return sums;
  }

  @Test
  void tellWhichShareOfTheCatalogueWasShownByDayAndInAll() {
    List.of("algebra", "go", "chess", "rust").forEach(item -> tell(item, 0L, false));

    ItemSums sums = sums(shown(TODAY, "algebra", "go", "algebra"), shown(TODAY + 1, "chess", "go"));

    assertThat(sums.catalogued()).isEqualTo(4L);
    assertThat(sums.all().distinct()).isEqualTo(3L);
    assertThat(sums.all().shown()).isEqualTo(5L);
    assertThat(sums.coverage(sums.all())).isEqualTo(0.75);
    assertThat(sums.coverage(sums.of(TODAY))).isEqualTo(0.5);
    assertThat(sums.of(TODAY + 1).distinct()).isEqualTo(2L);
    assertThat(sums.of(TODAY + 2).distinct()).isZero();
    assertThat(sums.newShare(sums.all())).isZero();
  }

  @Test
  void takeAnItemForNewOnTheDayItWasPublishedAndTheSixAfterIt() {
    tell("algebra", TODAY * DAY + 5L, false);
    tell("go", (TODAY + 9) * DAY, false);
    tell("chess", 0L, false);

    ItemSums sums =
        sums(
            shown(TODAY + 6, "algebra", "algebra", "chess", "rust"),
            shown(TODAY + 7, "algebra", "chess"),
            shown(TODAY + 8, "go"));

    assertThat(sums.newShare(sums.of(TODAY + 6))).isEqualTo(0.5);
    assertThat(sums.newShare(sums.of(TODAY + 7))).isZero();
    assertThat(sums.newShare(sums.of(TODAY + 8))).isEqualTo(1.0);
    assertThat(sums.all().newShown()).isEqualTo(3L);
    assertThat(sums.newShare(sums.of(TODAY))).isNaN();
  }

  @Test
  void knowNoShareWithoutACatalogue() {
    ItemSums sums = sums(shown(TODAY, "algebra"));

    assertThat(sums.all().distinct()).isOne();
    assertThat(sums.coverage(sums.all())).isNaN();
    assertThat(sums.newShare(sums.all())).isNaN();
  }

  @Test
  void goByTheCatalogueAsItWasToldLast() {
    List.of("algebra", "go", "chess").forEach(item -> tell(item, 0L, false));
    ItemSums sums = sums(shown(TODAY, "algebra", "go", "chess"));
    ItemSums before = ItemSums.deserialize(sums.serialize());
    tell("go", 0L, true);
    tell("chess", 0L, true);
    Catalogue back = new Catalogue(Duration.ofDays(7));
    back.restore(catalogue.serialize());
    ItemSums part = new ItemSums();
    part.add(shown(TODAY, "algebra"), back);

    sums.add(part);
    part.add(before);

    assertThat(sums.catalogued()).isOne();
    assertThat(part.catalogued()).isOne();
    assertThat(sums.coverage(sums.all())).isEqualTo(1.0);
    assertThat(part.serialize()).isEqualTo(sums.serialize());
  }

  @Test
  void keepTheNewestDays() {
    ItemSums sums = new ItemSums();
    for (long day = 0; day < 40; day++) {
      sums.add(shown(TODAY + day, "item-" + day), catalogue);
    }

    assertThat(sums.all().distinct()).isEqualTo(40L);
    assertThat(sums.of(TODAY + 8).distinct()).isZero();
    assertThat(sums.of(TODAY + 9).distinct()).isOne();
  }
}
