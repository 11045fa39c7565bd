package dev.freshet.runtime.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.runtime.record.CatalogueDecoder;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownItemsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;

  /** Two ids with one fingerprint. */
  static final String FIRST = "akqv\u523a\u0996\ubc3b\uaf56";

  static final String SECOND = "\u39b9\uea42\u737b\u6782\ua65d\u03e5\u95d1\u776f";

  private static final int MOST = 2;
  private static final Duration TTL = Duration.ofDays(8);
  private static final ItemLimits REQUIRED = limits(Catalogue.REQUIRED, MOST);
  private static final ItemLimits OPEN = limits(Catalogue.OPEN, MOST);

  private static ItemLimits limits(Catalogue catalogue, int most) {
    return new ItemLimits(catalogue, most, TTL, "recommendations.items.max");
  }

  static CatalogueItem item(String item) {
    return new CatalogueItem(item, "", List.of("tag"), "", 0L, false, List.of());
  }

  private static void list(KnownItems known, String... items) {
    for (String item : items) {
      known.accept(ItemNotice.of(item(item)));
    }
  }

  private static void delete(KnownItems known, String item) {
    known.accept(ItemNotice.of(CatalogueDecoder.deleted(item)));
  }

  private static void name(KnownItems known, long atMillis, String... items) {
    for (String item : items) {
      known.accept(ItemNotice.named(item, atMillis));
    }
  }

  private static Optional<RejectionReason> reason(KnownItems known, String item) {
    return known.complaint(item).map(Rejection::reason);
  }

  private static boolean isPlan(KnownItems known, String bought) {
    return known.isPlan(Interaction.of("e", "ada", bought, NOON, InteractionKind.PURCHASE));
  }

  @Test
  void takeForAPlanWhatNothingButPurchasesNames() {
    KnownItems known = new KnownItems(OPEN);
    list(known, "python");
    name(known, NOON, "yoga");

    assertThat(isPlan(known, "premium")).isTrue();
    assertThat(isPlan(known, "python")).isFalse();
    assertThat(isPlan(known, "yoga")).isFalse();
    assertThat(known.isPlan(Interaction.click("e", "ada", "premium", NOON))).isFalse();
  }

  @Test
  void takeNothingForAPlanWhereNoItemsAreRememberedOrTheCatalogueHasAll() {
    assertThat(isPlan(new KnownItems(ItemLimits.NONE), "premium")).isFalse();
    assertThat(isPlan(new KnownItems(REQUIRED), "premium")).isFalse();
  }

  @Test
  void complainOfItemsThatARequiredCatalogueDoesNotHave() {
    KnownItems known = new KnownItems(REQUIRED);
    list(known, "python", "java", "go");
    name(known, NOON, "yoga");

    assertThat(known.complaint("go")).isEmpty();
    assertThat(known.complaint("yoga"))
        .contains(
            new Rejection(
                RejectionReason.UNKNOWN_ITEM, "the catalogue does not know the item yoga"));
  }

  @Test
  void complainOfAnItemThatHasLeftARequiredCatalogueUntilItReturns() {
    KnownItems known = new KnownItems(REQUIRED);
    list(known, "python");
    delete(known, "python");
    assertThat(reason(known, "python")).contains(RejectionReason.UNKNOWN_ITEM);
    assertThat(known.size()).isZero();

    list(known, "python");
    assertThat(known.complaint("python")).isEmpty();
  }

  @Test
  void haveAnItemThatIsRetiredButDescribed() {
    KnownItems known = new KnownItems(REQUIRED);
    known.accept(
        ItemNotice.of(new CatalogueItem("python", "Python", List.of(), "", 0L, true, List.of())));

    assertThat(known.complaint("python")).isEmpty();
  }

  @Test
  void complainOfNewItemsOnlyOnceThereAreTooMany() {
    KnownItems known = new KnownItems(OPEN);
    name(known, NOON, "python");
    assertThat(known.complaint("new")).isEmpty();

    name(known, NOON, "java", "go");
    assertThat(known.complaint("python")).isEmpty();
    assertThat(known.complaint("java")).isEmpty();
    assertThat(known.complaint("go"))
        .contains(
            new Rejection(
                RejectionReason.TOO_MANY_ITEMS,
                "item go is new, beyond recommendations.items.max = 2"));
  }

  @Test
  void haveAllItemsOfTheCatalogueHoweverMany() {
    KnownItems known = new KnownItems(OPEN);
    list(known, "python", "java", "go");
    name(known, NOON, "go", "yoga");

    assertThat(known.complaint("go")).isEmpty();
    assertThat(reason(known, "yoga")).contains(RejectionReason.TOO_MANY_ITEMS);
  }

  @Test
  void keepAnItemOfAnOpenCatalogueThatHasLeftIt() {
    KnownItems known = new KnownItems(OPEN);
    list(known, "python", "java");
    delete(known, "python");

    assertThat(known.complaint("python")).isEmpty();
    assertThat(reason(known, "go")).contains(RejectionReason.TOO_MANY_ITEMS);
  }

  @Test
  void makeRoomOfItemsThatNoEventNamesForTheirTimeToLiveAndAnEighth() {
    KnownItems known = new KnownItems(OPEN);
    name(known, NOON, "silent", "named");
    name(known, NOON + 5 * DAY, "named");
    name(known, NOON + 9 * DAY, "too-early");
    assertThat(known.complaint("silent")).isEmpty();
    assertThat(reason(known, "too-early")).contains(RejectionReason.TOO_MANY_ITEMS);

    name(known, NOON + 10 * DAY, "new");
    assertThat(known.complaint("new")).isEmpty();
    assertThat(known.complaint("named")).isEmpty();
    assertThat(reason(known, "silent")).contains(RejectionReason.TOO_MANY_ITEMS);
  }

  @Test
  void neverForgetWhatTheCatalogueHas() {
    KnownItems known = new KnownItems(OPEN);
    list(known, "python");
    name(known, NOON, "java");
    name(known, NOON + 100 * DAY, "go", "yoga");

    assertThat(known.complaint("python")).isEmpty();
    assertThat(reason(known, "yoga")).contains(RejectionReason.TOO_MANY_ITEMS);
  }

  @Test
  void areTheSameAfterwardsHoweverManyPartsTheyWerePackedIn() {
    int many = 200_000;
    KnownItems known = new KnownItems(limits(Catalogue.OPEN, many));
    for (int i = 0; i < many; i++) {
      name(known, NOON, "item-" + i);
    }

    KnownItems restored = new KnownItems(limits(Catalogue.OPEN, many));
    known.parts().forEach(restored::enter);

    assertThat(known.parts()).hasSizeGreaterThan(1);
    assertThat(restored.size()).isEqualTo(many);
    for (int i = 0; i < many; i++) {
      assertThat(restored.complaint("item-" + i)).isEmpty();
    }
    assertThat(reason(restored, "new")).contains(RejectionReason.TOO_MANY_ITEMS);
  }

  @Test
  void areNotKeptWhereNothingIsLimited() {
    KnownItems known = new KnownItems(ItemLimits.NONE);
    list(known, "python");
    name(known, NOON, "java");

    assertThat(known.size()).isZero();
    assertThat(known.complaint("go")).isEmpty();
  }

  @Test
  void complainOfAnItemThatHasTheFingerprintOfAnother() {
    KnownItems known = new KnownItems(OPEN);
    name(known, NOON, FIRST, SECOND);
    list(known, SECOND);
    delete(known, SECOND);

    assertThat(known.size()).isEqualTo(1);
    assertThat(known.complaint(FIRST)).isEmpty();
    assertThat(known.complaint(SECOND))
        .contains(
            new Rejection(
                RejectionReason.COLLIDING_ITEM,
                "item " + SECOND + " has the fingerprint of another item"));
  }

  @Test
  void knowWhichOfTwoItemsWithOneFingerprintCameFirstAcrossARestore() {
    KnownItems known = new KnownItems(REQUIRED);
    list(known, FIRST);
    KnownItems restored = new KnownItems(REQUIRED);
    known.parts().forEach(restored::enter);
    list(restored, SECOND);

    assertThat(restored.complaint(FIRST)).isEmpty();
    assertThat(reason(restored, SECOND)).contains(RejectionReason.COLLIDING_ITEM);
  }

  @Test
  void haveTheSecondOfTwoItemsWithOneFingerprintOnceTheFirstIsGone() {
    KnownItems known = new KnownItems(REQUIRED);
    list(known, FIRST);
    delete(known, FIRST);
    list(known, SECOND);

    assertThat(known.complaint(SECOND)).isEmpty();
    assertThat(reason(known, FIRST)).contains(RejectionReason.COLLIDING_ITEM);
  }
}
