package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.experiment.Verdict.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final List<Metric> LOOKED_AT = List.of(Metric.CTR, Metric.STUDY);
  private static final long NINE_DAYS = Some.BEGIN + 9L * Some.DAY;

  /** Users with ten lists each, of whom so many of a hundred have clicked once, and liked. */
  private static void add(Standings standings, int variant, int users, int clicks, int likes) {
    for (int user = 0; user < users; user++) {
      Totals totals =
          new Totals(10L, user % 100 < clicks ? 1L : 0L, 0L, 0L, user % 100 < likes ? 1L : 0L, 0L);
      standings.replace(variant, Totals.NONE, totals, 0L);
    }
  }

  private static Verdict verdict(
      int controlClicks, int clicks, int likes, Guardrail... guardrails) {
    Standings standings = new Standings(2);
    add(standings, 0, 5_000, controlClicks, 50);
    add(standings, 1, 5_000, clicks, likes);
    return Verdict.of(Some.experiment(Metric.CTR, 10_000L, guardrails), standings, NINE_DAYS);
  }

  @Test
  void saysThatAVariantIsBetter() {
    String text = "b is better: ctr +20.0 % (95 % +13.5..+26.9) after 9 days";

    assertThat(verdict(50, 60, 50)).isEqualTo(new Verdict(Kind.BETTER, "b", text));
    assertThat(verdict(50, 60, 50, new Guardrail(Metric.LIKES, 0.0)))
        .isEqualTo(new Verdict(Kind.BETTER, "b", text + "; no guardrail hurt"));
  }

  @Test
  void saysWhichGuardrailsAreNotKnownYet() {
    Guardrail likes = new Guardrail(Metric.LIKES, 0.0);
    Guardrail returned = new Guardrail(Metric.RETURN_28, 0.0);
    Guardrail purchases = new Guardrail(Metric.PURCHASES, 0.0);

    assertThat(verdict(50, 60, 50, returned).text())
        .endsWith(" after 9 days; return28 is not known yet");
    assertThat(verdict(50, 60, 50, likes, returned).text())
        .endsWith(" after 9 days; no guardrail hurt; return28 is not known yet");
    assertThat(verdict(50, 60, 30, likes, returned, purchases).text())
        .contains(" after 9 days; but it hurts likes -40.0 % (95 %")
        .endsWith("; return28, purchases are not known yet");
  }

  @Test
  void saysThatAVariantHurtsThoughItIsNoBetter() {
    Verdict verdict = verdict(50, 50, 25, new Guardrail(Metric.LIKES, 0.02));

    assertThat(verdict.kind()).isEqualTo(Kind.HURTS);
    assertThat(verdict.variant()).isEqualTo("b");
    assertThat(verdict.text())
        .startsWith("b hurts likes -50.0 % (95 % -54")
        .endsWith("; ctr +0.0 % (95 % -5.9..+6.3) after 9 days");
  }

  @Test
  void saysOfWhatIsWorseThatItHurtsToo() {
    Verdict verdict = verdict(50, 40, 25, new Guardrail(Metric.LIKES, 0.02));

    assertThat(verdict.kind()).isEqualTo(Kind.WORSE);
    assertThat(verdict.text())
        .startsWith("b is worse: ctr -20.0 %")
        .contains(" after 9 days; and it hurts likes -50.0 %");
  }

  @Test
  void saysWhatOtherVariantsHurt() {
    Standings standings = new Standings(3);
    add(standings, 0, 5_000, 50, 50);
    add(standings, 1, 5_000, 50, 25);
    add(standings, 2, 5_000, 60, 50);
    List<Variant> variants =
        List.of(Some.variant("control", 0.3), Some.variant("b", 0.3), Some.variant("c", 0.3));
    Experiment experiment =
        Some.experiment(variants, Metric.CTR, 10_000L, new Guardrail(Metric.LIKES, 0.02));

    Verdict verdict = Verdict.of(experiment, standings, NINE_DAYS);

    assertThat(verdict.kind()).isEqualTo(Kind.BETTER);
    assertThat(verdict.text())
        .startsWith("c is better: ctr +20.0 %")
        .contains(" after 9 days; no guardrail hurt; b hurts likes -50.0 %");
  }

  /** Users of whom so many have bought something. */
  private static void addBuyers(Standings standings, int variant, int users, int buyers) {
    for (int user = 0; user < users; user++) {
      Totals totals = new Totals(1L, 0L, 0L, 0L, 0L, user < buyers ? 1L : 0L);
      standings.replace(variant, Totals.NONE, totals, 0L);
    }
  }

  @Test
  void saysNothingOfASmallVariantThatHasNoBuyerYetByChance() {
    Standings standings = new Standings(2);
    addBuyers(standings, 0, 900, 10);
    addBuyers(standings, 1, 100, 0);
    List<Variant> variants = List.of(Some.variant("control", 0.9), Some.variant("b", 0.1));
    Experiment experiment = Some.experiment(variants, Metric.CONVERSION, 1_000L);

    assertThat(Verdict.of(experiment, standings, NINE_DAYS).kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void saysNothingOfASmallControlThatHasNoBuyerYetByChance() {
    Standings standings = new Standings(2);
    addBuyers(standings, 0, 100, 0);
    addBuyers(standings, 1, 1_900, 11);
    List<Variant> variants = List.of(Some.variant("control", 0.05), Some.variant("b", 0.95));
    Experiment experiment = Some.experiment(variants, Metric.CONVERSION, 2_000L);

    assertThat(Verdict.of(experiment, standings, NINE_DAYS).kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void saysThatNothingIsKnownOfWhatNobodyDid() {
    Standings standings = new Standings(2);
    addBuyers(standings, 0, 500, 0);
    addBuyers(standings, 1, 500, 0);
    Experiment experiment = Some.experiment(Metric.CONVERSION, 1_000L);

    assertThat(Verdict.of(experiment, standings, NINE_DAYS).text())
        .isEqualTo("no difference yet: b conversion is not known yet after 9 days");
  }

  @Test
  void saysThatAVariantIsBetterButHurts() {
    Verdict verdict = verdict(50, 60, 40, new Guardrail(Metric.LIKES, 0.1));

    assertThat(verdict.kind()).isEqualTo(Kind.HURTS);
    assertThat(verdict.text())
        .startsWith("b is better: ctr +20.0 %")
        .contains("after 9 days; but it hurts likes -20.0 % (95 % -25.3..-14.4)")
        .doesNotContain("no guardrail");
  }

  @Test
  void letsAGuardrailHaveItsTolerance() {
    assertThat(verdict(50, 60, 40, new Guardrail(Metric.LIKES, 0.15)).kind())
        .isEqualTo(Kind.BETTER);
    assertThat(verdict(50, 60, 47, new Guardrail(Metric.LIKES, 0.0)).kind()).isEqualTo(Kind.BETTER);
  }

  @Test
  void saysThatAVariantIsWorse() {
    Verdict verdict = verdict(50, 40, 50);

    assertThat(verdict.kind()).isEqualTo(Kind.WORSE);
    assertThat(verdict.variant()).isEqualTo("b");
    assertThat(verdict.text())
        .startsWith("b is worse: ctr -20.0 % (95 % -25.3..-14.4)")
        .endsWith(" days");
  }

  @Test
  void saysThatNothingIsSure() {
    assertThat(verdict(50, 51, 50))
        .isEqualTo(
            new Verdict(
                Kind.OPEN, "", "no difference yet: b ctr +2.0 % (95 % -4.0..+8.3) after 9 days"));
  }

  @Test
  void saysThatThereAreFewUsers() {
    Standings standings = new Standings(2);
    add(standings, 0, 99, 10, 0);
    add(standings, 1, 120, 90, 0);
    Experiment experiment = Some.experiment(Metric.CTR, 10_000L);

    assertThat(Verdict.of(experiment, standings, Some.BEGIN + 1L).text())
        .isEqualTo("no difference yet: b or control has only 99 users after 1 day");
    assertThat(Verdict.of(experiment, new Standings(2), Some.BEGIN).text())
        .isEqualTo("no difference yet: b or control has only 0 users after 0 days");
    Standings one = new Standings(2);
    add(one, 0, 1, 10, 0);
    add(one, 1, 120, 90, 0);
    assertThat(Verdict.of(experiment, one, Some.BEGIN + 1L).text())
        .isEqualTo("no difference yet: b or control has only 1 user after 1 day");
  }

  @Test
  void saysWhatIsMoreThanMaybeNothing() {
    Verdict verdict = verdict(0, 20, 50);

    assertThat(verdict.kind()).isEqualTo(Kind.BETTER);
    assertThat(verdict.text()).startsWith("b is better: ctr +0.0200 (95 % +0.0");
  }

  @Test
  void saysThatUsersAreMissingBeforeAnythingElse() {
    Standings standings = new Standings(2);
    add(standings, 0, 5_000, 20, 0);
    add(standings, 1, 4_400, 60, 0);

    assertThat(Verdict.of(Some.experiment(Metric.CTR, 10_000L), standings, NINE_DAYS))
        .isEqualTo(
            new Verdict(
                Kind.BROKEN,
                "",
                "assignment is broken: control has 5,000 users of 4,700 expected,"
                    + " b has 4,400 users of 4,700 expected"));
  }

  @Test
  void choosesTheBestThatHurtsNothing() {
    Standings standings = new Standings(4);
    add(standings, 0, 5_000, 70, 20);
    add(standings, 1, 5_000, 50, 50);
    add(standings, 2, 5_000, 60, 50);
    add(standings, 3, 5_000, 40, 50);
    List<Variant> variants =
        List.of(
            Some.variant("hasty", 0.25),
            Some.variant("control", 0.25),
            Some.variant("b", 0.25),
            Some.variant("c", 0.25));

    Experiment guarded =
        Some.experiment(variants, Metric.CTR, 10_000L, new Guardrail(Metric.LIKES, 0.0));
    assertThat(Verdict.of(guarded, standings, NINE_DAYS).variant()).isEqualTo("b");
    Experiment free = Some.experiment(variants, Metric.CTR, 10_000L);
    assertThat(Verdict.of(free, standings, NINE_DAYS).variant()).isEqualTo("hasty");
    assertThat(Verdict.of(free, standings, NINE_DAYS).kind()).isEqualTo(Kind.BETTER);
  }

  @Test
  void looksMoreStrictlyAtEachOfMoreVariants() {
    Standings standings = new Standings(3);
    for (int variant = 0; variant < 3; variant++) {
      add(standings, variant, 5_000, 50, 50);
    }
    Experiment two = Some.experiment(Metric.CTR, 10_000L);
    Experiment three =
        Some.experiment(
            List.of(Some.variant("control", 0.3), Some.variant("b", 0.3), Some.variant("c", 0.3)),
            Metric.CTR,
            10_000L);

    assertThat(Verdict.contrast(three, standings, 1, Metric.CTR).difference().to())
        .isGreaterThan(1.05 * Verdict.contrast(two, standings, 1, Metric.CTR).difference().to());
    assertThat(Verdict.of(three, standings, NINE_DAYS).text())
        .startsWith("no difference yet: b ctr +0.0 % (95 % -")
        .contains("; c ctr +0.0 %");
  }

  @Test
  void
      claimsNothingOfThousandExperimentsWithoutADifferenceMoreOftenThanIsSaidThoughLookedAtDaily() {
    int experiments = 1_000;
    Map<Metric, Integer> claims = new EnumMap<>(Metric.class);
    Map<Metric, Integer> usualClaims = new EnumMap<>(Metric.class);
    for (int number = 0; number < experiments; number++) {
      SimulatedTraffic traffic = new SimulatedTraffic(number, 0.0);
      Set<Metric> claimed = EnumSet.noneOf(Metric.class);
      Set<Metric> usuallyClaimed = EnumSet.noneOf(Metric.class);
      for (int day = 1; day <= 30; day++) {
        traffic.day(20);
        for (Metric metric : LOOKED_AT) {
          Experiment experiment = Some.experiment(metric, 600L);
          if (isClaimed(experiment, traffic, day)) {
            claimed.add(metric);
          }
          if (traffic.isUsuallySure(metric)) {
            usuallyClaimed.add(metric);
          }
        }
      }
      claimed.forEach(metric -> claims.merge(metric, 1, Integer::sum));
      usuallyClaimed.forEach(metric -> usualClaims.merge(metric, 1, Integer::sum));
    }

    for (Metric metric : LOOKED_AT) {
      assertThat(claims.getOrDefault(metric, 0)).isLessThanOrEqualTo(experiments / 20);
      // It is not that there was nothing to be taken for an effect.
      assertThat(usualClaims.get(metric)).isGreaterThan(experiments / 5);
    }
  }

  private static boolean isClaimed(Experiment experiment, SimulatedTraffic traffic, int day) {
    long nowMillis = Some.BEGIN + day * Some.DAY;
    return Verdict.of(experiment, traffic.standings, nowMillis).kind() != Kind.OPEN;
  }

  @Test
  void coversTheDifferenceOnAllDaysAndFindsIt() {
    double lift = 0.3;
    Experiment experiment = Some.experiment(Metric.CTR, 2_400L);
    int experiments = 200;
    int covered = 0;
    int found = 0;
    for (int number = 0; number < experiments; number++) {
      SimulatedTraffic traffic = new SimulatedTraffic(number, lift);
      boolean isCovered = true;
      for (int day = 1; day <= 30; day++) {
        traffic.day(80);
        isCovered &=
            Verdict.contrast(experiment, traffic.standings, 1, Metric.CTR)
                .relative()
                .contains(lift);
      }
      covered += isCovered ? 1 : 0;
      found +=
          Verdict.of(experiment, traffic.standings, Some.BEGIN + 30L * Some.DAY).kind()
                  == Kind.BETTER
              ? 1
              : 0;
    }
    assertThat(covered).isGreaterThanOrEqualTo(experiments * 19 / 20);
    assertThat(found).isGreaterThanOrEqualTo(experiments * 9 / 10);
  }
}
