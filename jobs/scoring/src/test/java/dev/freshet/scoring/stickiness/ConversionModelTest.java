package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.MONDAY;
import static dev.freshet.scoring.stickiness.Learner.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConversionModelTest {

  private final Stickiness stickiness = new Stickiness(StickinessSettings.defaults(UTC));
  private final ConversionExamples examples = new ConversionExamples(stickiness);
  private final ConversionModel model = new ConversionModel();

  private static double[] features(double frequency) {
    double[] features = new double[ConversionModel.FEATURES];
    features[0] = 1.0;
    features[2] = frequency;
    return features;
  }

  private static PurchaseDays purchases(int... days) {
    PurchaseDays purchases = new PurchaseDays();
    for (int day : days) {
      purchases.add(day);
    }
    return purchases;
  }

  @Test
  void holdsAPurchaseUnlikelyBeforeAnyExample() {
    assertThat(model.probability(features(0))).isCloseTo(1 / (1 + Math.exp(3)), within(1e-12));
    assertThat(model.examples()).isZero();
    assertThat(model.conversions()).isZero();
  }

  @Test
  void learnsTheOddsThatUsersHave() {
    Random random = new Random(4);
    int bought = 0;
    for (int i = 0; i < 6000; i++) {
      double x = random.nextDouble();
      boolean buys = random.nextDouble() < 1 / (1 + Math.exp(3 - 2 * x));
      bought += buys ? 1 : 0;
      model.learn(new ConversionExample(i * 1000L, features(x), buys, 1.0));
    }

    assertThat(model.examples()).isEqualTo(6000);
    assertThat(model.conversions()).isEqualTo(bought);
    assertThat(model.probability(features(0))).isCloseTo(1 / (1 + Math.exp(3)), within(0.03));
    assertThat(model.probability(features(1))).isCloseTo(1 / (1 + Math.exp(1)), within(0.03));
  }

  @Test
  void isTheSameAfterPacking() {
    for (int i = 0; i < 20; i++) {
      model.learn(new ConversionExample(i, features(i / 20.0), i % 5 == 0, 1.0));
    }
    ConversionModel again = ConversionModel.deserialize(model.serialize());

    assertThat(again.conversions()).isEqualTo(4);
    assertThat(again.examples()).isEqualTo(20);
    assertThat(again.serialize()).isEqualTo(model.serialize());
    assertThat(again.probability(features(0.5))).isEqualTo(model.probability(features(0.5)));
    assertThatThrownBy(() -> ConversionModel.deserialize(new byte[] {7}))
        .hasMessageContaining("conversion model of version 7");
  }

  @Test
  void judgesByTheComponentsAndTheUsersOwnPurchases() {
    ActivityDays days = new Learner().clicksDaily(MONDAY, MONDAY + 50).days();
    PurchaseDays bought = purchases(MONDAY, MONDAY + 10, MONDAY + 45);
    Components components = stickiness.components(days, MONDAY + 40);

    assertThat(examples.features(days, bought, MONDAY + 40))
        .containsExactly(
            1,
            components.recency(),
            components.frequency(),
            components.depth(),
            components.community(),
            Math.log1p(0),
            Math.log1p(2));
    assertThat(examples.features(days, bought, MONDAY + 37)[5]).isEqualTo(Math.log1p(1));
    assertThat(examples.features(days, null, MONDAY + 40)).endsWith(0, 0);
  }

  @Test
  void isTaughtEveryPurchaseOnce() {
    ActivityDays days = new Learner().clicksDaily(MONDAY, MONDAY + 100).days();
    PurchaseDays bought = purchases(MONDAY + 60);
    int emitted = 0;
    int buying = 0;
    for (int day = MONDAY; day <= MONDAY + 100; day++) {
      ConversionExample example = examples.on("ada", days, bought, day);
      if (example != null) {
        emitted++;
        buying += example.bought() ? 1 : 0;
        assertThat(example.weight()).isEqualTo(1.0);
        assertThat(example.atMillis()).isEqualTo(stickiness.beginning(day + 1));
        assertThat(example.features()).isEqualTo(examples.features(days, bought, day - 14));
        assertThat(example.bought()).isEqualTo(day >= MONDAY + 60 && day < MONDAY + 74);
      }
    }

    assertThat(emitted).isBetween(6, 7);
    assertThat(buying).isOne();
  }

  @Test
  void isTaughtWhenItWasSaid() {
    ActivityDays days = new Learner().clicks(MONDAY).days();
    int day = MONDAY;
    for (int i = 0; i < 5; i++) {
      int next = ActivityDays.day(examples.nextMillis("ada", days, day), UTC) - 1;
      for (int between = day + 1; between < next; between++) {
        assertThat(examples.on("ada", days, null, between)).isNull();
      }
      ConversionExample example = Objects.requireNonNull(examples.on("ada", days, null, next));
      assertThat(example.bought()).isFalse();
      assertThat(example.weight()).isEqualTo(next - 14 >= MONDAY + 28 ? 4.0 : 1.0);
      day = next;
    }

    assertThat(day).isGreaterThan(MONDAY + 150);
  }
}
