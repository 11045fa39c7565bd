package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PurchaseDaysTest {

  private static PurchaseDays on(int... days) {
    PurchaseDays purchases = new PurchaseDays();
    for (int day : days) {
      purchases.add(day);
    }
    return purchases;
  }

  @Test
  void countPurchasesInAWindow() {
    PurchaseDays purchases = on(MONDAY, MONDAY, MONDAY + 10);

    assertThat(purchases.lastDay()).isEqualTo(MONDAY + 10);
    assertThat(purchases.total()).isEqualTo(3);
    assertThat(purchases.count(MONDAY + 10, 1)).isOne();
    assertThat(purchases.count(MONDAY + 10, 10)).isOne();
    assertThat(purchases.count(MONDAY + 10, 11)).isEqualTo(3);
    assertThat(purchases.count(MONDAY + 9, 10)).isEqualTo(2);
    assertThat(purchases.count(MONDAY + 100, 28)).isZero();
    assertThat(purchases.count(MONDAY - 1, 28)).isZero();
  }

  @Test
  void tellHowManyThereWereUpToADay() {
    PurchaseDays purchases = on(MONDAY, MONDAY, MONDAY + 10);

    assertThat(purchases.upTo(MONDAY - 1)).isZero();
    assertThat(purchases.upTo(MONDAY)).isEqualTo(2);
    assertThat(purchases.upTo(MONDAY + 9)).isEqualTo(2);
    assertThat(purchases.upTo(MONDAY + 10)).isEqualTo(3);
    assertThat(purchases.upTo(MONDAY + 500)).isEqualTo(3);
  }

  @Test
  void forgetTheDayButNotTheNumberOfOldPurchases() {
    PurchaseDays purchases = on(MONDAY, MONDAY + 1, MONDAY + 64);

    assertThat(purchases.count(MONDAY, 1)).isZero();
    assertThat(purchases.count(MONDAY + 1, 1)).isOne();
    assertThat(purchases.total()).isEqualTo(3);
    assertThat(purchases.upTo(MONDAY + 63)).isEqualTo(2);
    purchases.add(MONDAY + 1000);
    assertThat(purchases.count(MONDAY + 1000, 64)).isOne();
    assertThat(purchases.total()).isEqualTo(4);
  }

  @Test
  void countADayOf255AtMost() {
    PurchaseDays purchases = new PurchaseDays();
    for (int i = 0; i < 300; i++) {
      purchases.add(MONDAY);
    }

    assertThat(purchases.count(MONDAY, 1)).isEqualTo(255);
    assertThat(purchases.total()).isEqualTo(300);
    assertThat(PurchaseDays.deserialize(purchases.serialize()).count(MONDAY, 1)).isEqualTo(255);
  }

  @Test
  void doNotDependOnTheOrderOfArrival() {
    Random random = new Random(5);
    List<Integer> days = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      days.add(MONDAY + random.nextInt(150));
    }
    PurchaseDays ordered = new PurchaseDays();
    days.stream().sorted().forEach(ordered::add);

    for (int run = 0; run < 20; run++) {
      Collections.shuffle(days, random);
      PurchaseDays shuffled = new PurchaseDays();
      days.forEach(shuffled::add);
      assertThat(shuffled.serialize()).isEqualTo(ordered.serialize());
    }
  }

  @Test
  void areTheSameAfterPacking() {
    PurchaseDays purchases = on(MONDAY, MONDAY, MONDAY + 10);
    PurchaseDays again = PurchaseDays.deserialize(purchases.serialize());

    assertThat(purchases.serialize()).hasSize(19);
    assertThat(again.serialize()).isEqualTo(purchases.serialize());
    assertThat(again.count(MONDAY + 10, 11)).isEqualTo(3);
    assertThatThrownBy(() -> PurchaseDays.deserialize(new byte[] {9}))
        .hasMessageContaining("purchases by day of version 9");
  }
}
