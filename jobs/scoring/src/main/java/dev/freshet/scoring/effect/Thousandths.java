package dev.freshet.scoring.effect;

/** Money in whole thousandths of its unit, whose sums no order changes. */
public final class Thousandths {

  private static final double OF_ONE = 1_000.0;

  private Thousandths() {}

  /** So much money, rounded. */
  public static long of(double money) {
    return Math.round(money * OF_ONE);
  }

  /** What so many are in the unit of money. */
  public static double toMoney(long thousandths) {
    return thousandths / OF_ONE;
  }
}
