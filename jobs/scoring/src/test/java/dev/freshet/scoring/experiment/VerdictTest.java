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
    assertThat(verdict(50, 60, 50))
        .isEqualTo(
            new Verdict(
                Kind.BETTER,
                "b",
                "b is better: ctr +20.0 % (95 % +13.6..+26.9) after 9 days; no guardrail hurt"));
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
          if (isUsuallySure(Verdict.contrast(experiment, traffic.standings, 1, metric))) {
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

  /** Whether the interval for one look is without 0. */
  private static boolean isUsuallySure(Contrast contrast) {
    double variance = contrast.ours().variance() + contrast.control().variance();
    return Math.abs(contrast.ours().value() - contrast.control().value())
        > 1.96 * Math.sqrt(variance);
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
