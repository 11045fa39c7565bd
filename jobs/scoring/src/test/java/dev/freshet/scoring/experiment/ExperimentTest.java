package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentTest {

  private static final List<Variant> TWO =
      List.of(Some.variant("b", 0.3), Some.variant("control", 0.2));

  private static Experiment experiment(
      String name, String salt, double holdout, long from, long until, String... placements) {
    return new Experiment(
        name,
        List.of(placements),
        salt,
        holdout,
        from,
        until,
        TWO,
        Metric.CTR,
        List.of(new Guardrail(Metric.STUDY, 0.02)),
        1L);
  }

  private static Experiment of(List<Variant> variants, Metric... guardrails) {
    List<Guardrail> all =
        List.of(guardrails).stream().map(metric -> new Guardrail(metric, 0.0)).toList();
    return Some.experiment(variants, Metric.CTR, 1_000L, all.toArray(Guardrail[]::new));
  }

  @Test
  void givesUsersVariantsByTheirHashWhileItLasts() {
    Experiment experiment = experiment("a", "s", 0.1, 1_000L, 2_000L, "home");
    Assignment assignment = experiment.assignment();

    assertThat(assignment).isEqualTo(new Assignment("s", 0.1, List.of(0.3, 0.2)));
    assertThat(experiment.control()).isEqualTo(1);
    for (int user = 0; user < 20; user++) {
      int variant = assignment.variantOf("user-" + user);
      assertThat(experiment.variantAt("user-" + user, 1_000L)).isEqualTo(variant);
      assertThat(experiment.variantAt("user-" + user, 1_999L)).isEqualTo(variant);
      assertThat(experiment.variantAt("user-" + user, 999L)).isEqualTo(Assignment.NONE);
      assertThat(experiment.variantAt("user-" + user, 2_000L)).isEqualTo(Assignment.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Fresh", "two words", "-a", "a--b", "ä"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> experiment(name, "s", 0.0, 0L, 1L, "home"))
        .hasMessageStartingWith("name: must be lower-case words")
        .hasMessageContaining("was '" + name + "'");
    assertThatThrownBy(() -> experiment("a", name, 0.0, 0L, 1L, "home"))
        .hasMessageStartingWith("salt: must be");
    assertThatThrownBy(() -> experiment("a", "s", 0.0, 0L, 1L, "home", name))
        .hasMessageStartingWith("placements: must be");
    assertThatThrownBy(() -> Some.variant(name, 0.5)).hasMessageStartingWith("variants: name");
  }

  @Test
  void refusesLongNames() {
    String longest = String.join("", Collections.nCopies(64, "a"));

    assertThat(experiment(longest, "s", 0.0, 0L, 1L, "home").name()).isEqualTo(longest);
    assertThatThrownBy(() -> experiment(longest + "a", "s", 0.0, 0L, 1L, "home"))
        .hasMessageContaining("at most 64 characters");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> experiment("a", "s", 0.0, 0L, 1L))
        .hasMessage("placements: name one at least, such as home");
    assertThatThrownBy(() -> experiment("a", "s", 0.0, 0L, 1L, "home", "home"))
        .hasMessage("placements: home is there twice: leave one out");
    assertThatThrownBy(() -> experiment("a", "holdout", 0.0, 0L, 1L, "home"))
        .hasMessageContaining("choose another");
    assertThatThrownBy(() -> experiment("a", "s", 0.91, 0L, 1L, "home"))
        .hasMessage("holdout: must be 0 to 0.9, was 0.91");
    assertThatThrownBy(() -> experiment("a", "s", -0.1, 0L, 1L, "home"))
        .hasMessageContaining("holdout");
    assertThat(experiment("a", "s", 0.9, 0L, 1L, "home").holdout()).isEqualTo(0.9);
    assertThatThrownBy(() -> experiment("a", "s", 0.0, 1L, 1L, "home"))
        .hasMessage("until: must be later than from");
    assertThatThrownBy(() -> Some.experiment(Metric.CTR, 0L)).hasMessageStartingWith("users:");
  }

  @Test
  void needsAControlAndAnotherVariant() {
    Variant control = Some.variant("control", 0.1);
    Variant b = Some.variant("b", 0.1);

    assertThatThrownBy(() -> of(List.of(control)))
        .hasMessage("variants: there must be 2 to 10, were 1");
    assertThatThrownBy(() -> of(List.of(b, Some.variant("c", 0.1))))
        .hasMessageStartingWith("variants: one must be called control");
    assertThatThrownBy(() -> of(List.of(control, b, b)))
        .hasMessage("variants: b is there twice: leave one out");
    assertThatThrownBy(() -> of(List.of(control, Some.variant("b", 0.95))))
        .hasMessageStartingWith("variants: the shares must add up to 1 at most, were 1.0");
    assertThatThrownBy(() -> Some.variant("b", 0.0)).hasMessageContaining("share of b");
    assertThatThrownBy(() -> Some.variant("b", 1.1)).hasMessageContaining("share of b");
  }

  @Test
  void isRefusedIfAVariantHasWeightsAndTheListsOfAJobThatHasItsOwn() {
    assertThatThrownBy(() -> new Parameters(Map.of("age", 2.0), null, null, null, "next:"))
        .hasMessage(
            "weights: with prefix only that of peers can be given: the job that writes under next:"
                + " ranks by weights of its own");
    assertThat(new Parameters(Map.of("peers", 2.0), 0.3, 0.1, null, "next:").peers()).isEqualTo(2);
  }

  @Test
  void tellsWhetherAVariantExplores() {
    Variant control = Some.variant("control", 0.1);

    assertThat(of(List.of(control, exploring(0.1))).explores()).isTrue();
    assertThat(of(List.of(control, exploring(0.0))).explores()).isFalse();
    assertThat(of(List.of(control, Some.variant("b", 0.1))).explores()).isFalse();
  }

  private static Variant exploring(double share) {
    return new Variant("b", 0.1, new Parameters(Map.of(), null, share, null, ""));
  }

  @Test
  void countsPeersAsUsualUnlessTold() {
    assertThat(Parameters.USUAL.peers()).isEqualTo(1.0);
    assertThat(new Parameters(Map.of("peers", 3.0), null, null, null, "").peers()).isEqualTo(3.0);
  }

  @Test
  void movesNobodyWhereAllSharesGrowAlike() {
    Experiment before = shares(0.1, 0.2);

    assertThat(before.movesUsersOf(before)).isFalse();
    assertThat(shares(0.2, 0.4).movesUsersOf(before)).isFalse();
    assertThat(before.endedAt(Some.BEGIN + 1).movesUsersOf(before)).isFalse();
  }

  @Test
  void movesUsersWhereSharesOrTheirOrderAreOthers() {
    Experiment before = shares(0.1, 0.2);

    assertThat(shares(0.05, 0.1).movesUsersOf(before)).isTrue();
    assertThat(shares(0.2, 0.2).movesUsersOf(before)).isTrue();
    assertThat(
            of(List.of(Some.variant("b", 0.1), Some.variant("control", 0.2))).movesUsersOf(before))
        .isTrue();
    assertThat(
            of(List.of(
                    Some.variant("control", 0.1), Some.variant("b", 0.2), Some.variant("c", 0.1)))
                .movesUsersOf(before))
        .isTrue();
    Experiment salted = experiment("a", "s", 0.1, 0L, 9L, "home");
    assertThat(experiment("a", "t", 0.1, 0L, 9L, "home").movesUsersOf(salted)).isTrue();
    assertThat(experiment("a", "s", 0.2, 0L, 9L, "home").movesUsersOf(salted)).isTrue();
    assertThat(experiment("a", "s", 0.1, 0L, 9L, "mail").movesUsersOf(salted)).isFalse();
  }

  @Test
  void isAnotherThanOneWithOtherVariantsOrAnotherSalt() {
    Variant control = Some.variant("control", 0.1);
    Experiment before = of(List.of(control, exploring(0.1)));

    assertThat(before.isAnotherThan(before.endedAt(Some.BEGIN + 1))).isFalse();
    assertThat(shares(0.1, 0.2).isAnotherThan(shares(0.2, 0.1))).isFalse();
    assertThat(of(List.of(control, exploring(0.2))).isAnotherThan(before)).isTrue();
    assertThat(of(List.of(exploring(0.1), control)).isAnotherThan(before)).isTrue();
    assertThat(of(List.of(control, Some.variant("c", 0.1))).isAnotherThan(before)).isTrue();
    assertThat(
            experiment("a", "t", 0.1, 0L, 9L, "home")
                .isAnotherThan(experiment("a", "s", 0.1, 0L, 9L, "home")))
        .isTrue();
  }

  private static Experiment shares(double control, double b) {
    return of(List.of(Some.variant("control", control), Some.variant("b", b)));
  }

  @Test
  void endsWhenToldAndIsTheSameOtherwise() {
    Experiment whole = experiment("a", "s", 0.1, 1_000L, 9_000L, "home");

    assertThat(whole.endedAt(2_000L)).isEqualTo(experiment("a", "s", 0.1, 1_000L, 2_000L, "home"));
    assertThat(whole.isRunningAt(999L)).isFalse();
    assertThat(whole.isRunningAt(1_000L)).isTrue();
    assertThat(whole.isRunningAt(9_000L)).isFalse();
  }

  @Test
  void takesSharesThatAddUpToOneNearly() {
    List<Variant> ten =
        List.of("control", "b", "c", "d", "e", "f", "g", "h", "i", "j").stream()
            .map(name -> Some.variant(name, 0.1))
            .toList();

    assertThat(of(ten).variants()).hasSize(10);
  }

  @Test
  void watchesWhatDoesNotDecide() {
    assertThatThrownBy(() -> of(TWO, Metric.CTR))
        .hasMessage("guardrails: ctr is what decides: leave it out");
    assertThatThrownBy(() -> of(TWO, Metric.STUDY, Metric.STUDY))
        .hasMessage("guardrails: study is there twice: leave one out");
    assertThatThrownBy(() -> new Guardrail(Metric.LIKES, 0.6))
        .hasMessage("guardrails: tolerance of likes must be 0 to 0.5, was 0.6");
    assertThatThrownBy(() -> new Guardrail(Metric.LIKES, -0.1)).hasMessageContaining("likes");
    assertThat(new Guardrail(Metric.LIKES, 0.5).tolerance()).isEqualTo(0.5);
  }

  @Test
  void findsMetricsByTheirNames() {
    for (Metric metric : Metric.ALL) {
      assertThat(Metric.of(metric.label())).isEqualTo(metric);
    }
    assertThatThrownBy(() -> Metric.of("clicks"))
        .hasMessage(
            "metric: clicks is none of"
                + " [ctr, lists, study, completions, likes, purchases, conversion, return28]");
  }

  @Test
  void changesWhatThereIsToChange() {
    Parameters parameters = new Parameters(Map.of("age", 10.0, "after", 0.0), 1.0, 0.5, true, "");

    assertThat(parameters.weights()).containsEntry("age", 10.0);
    assertThat(Parameters.USUAL.tagShare()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fame; 1; 0.5; 0.1; ''; weights: fame is none of the signals [constant",
        "constant; 2; 0.5; 0.1; ''; weights: constant is the same for all items",
        "age; 10.5; 0.5; 0.1; ''; 'weights: age must be 0 to 10.0, was 10.5'",
        "age; -1; 0.5; 0.1; ''; weights: age must be",
        "age; 1; 0; 0.1; ''; 'tagShare: must be above 0 and 1 at most, was 0.0'",
        "age; 1; 1.1; 0.1; ''; tagShare:",
        "age; 1; 0.5; 0.6; ''; 'exploration: must be 0 to 0.5, was 0.6'",
        "age; 1; 0.5; -0.1; ''; exploration:",
        "age; 1; 0.5; 0.1; '{b}'; prefix: must be without braces",
        "age; 1; 0.5; 0.1; 'b}'; prefix: must be without braces"
      })
  void refusesParametersThatCannotBe(
      String signal,
      double weight,
      double tagShare,
      double exploration,
      String prefix,
      String why) {
    assertThatThrownBy(
            () -> new Parameters(Map.of(signal, weight), tagShare, exploration, true, prefix))
        .hasMessageStartingWith(why);
  }

  @Test
  void isInTheWayOfAnotherThatChangesTheSameListAtTheSameTime() {
    Experiment first = experiment("a", "a", 0.0, 10L, 20L, "home", "course");
    Experiment after = experiment("b", "b", 0.0, 20L, 30L, "home");
    Experiment elsewhere = experiment("c", "c", 0.0, 15L, 25L, "mail");
    Experiment both = experiment("d", "d", 0.0, 19L, 21L, "course", "home");

    assertThat(Experiment.conflicts(List.of(first, after, elsewhere))).isEmpty();
    assertThat(Experiment.conflicts(List.of(after, first))).isEmpty();
    assertThat(Experiment.conflicts(List.of(first, after, both)))
        .containsExactly(
            "placements: a and d both change home, course at the same time:"
                + " end one before the other begins",
            "placements: b and d both change home at the same time:"
                + " end one before the other begins");
  }

  @Test
  void isInTheWayOfAnotherThatHoldsOutOtherUsersAtTheSameTime() {
    Experiment first = experiment("a", "a", 0.1, 10L, 20L, "home");
    Experiment after = experiment("b", "b", 0.0, 20L, 30L, "home");
    Experiment elsewhere = experiment("c", "c", 0.1, 15L, 20L, "mail");
    Experiment others = experiment("d", "d", 0.05, 15L, 20L, "course");

    assertThat(Experiment.conflicts(List.of(first, after, elsewhere))).isEmpty();
    assertThat(Experiment.conflicts(List.of(first, others)))
        .containsExactly(
            "holdout: a holds out 0.1 and d 0.05 at the same time, so that some who are held out of"
                + " one get a variant of the other: give both the same");
  }

  @Test
  void isInTheWayOfAnotherWithItsNameOrSalt() {
    Experiment first = experiment("a", "s", 0.0, 10L, 20L, "home");

    assertThat(Experiment.conflicts(List.of(first, experiment("a", "s", 0.0, 20L, 30L, "home"))))
        .containsExactly("name: two experiments are called a: give one another name");
    assertThat(Experiment.conflicts(List.of(first, experiment("b", "s", 0.0, 20L, 30L, "home"))))
        .containsExactly("salt: a and b divide users alike by the salt s: give one another salt");
  }
}
