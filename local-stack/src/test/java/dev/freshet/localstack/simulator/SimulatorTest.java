package dev.freshet.localstack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulatorTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final long EVENTS = -3846779225332794029L;
  private static final SimulatorSettings SETTINGS = SimulatorSettings.withSeed(7);

  /** So many that few of a thousand come by chance. */
  private static final SimulatorSettings CROWD =
      new SimulatorSettings(7, 300_000, 100, 12, 1, 1.5, 0.0, 500.0);

  private static List<Simulator.Step> steps(SimulatorSettings settings, int count) {
    Simulator simulator = new Simulator(settings);
    List<Simulator.Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(simulator.next(NOON + i));
    }
    return steps;
  }

  private static List<Interaction> interactions(int count) {
    return steps(SETTINGS, count).stream().map(Simulator.Step::interaction).toList();
  }

  @Test
  void givesEqualEventsForEqualSeeds() {
    assertThat(steps(SETTINGS, 2_000)).isEqualTo(steps(SETTINGS, 2_000));
    assertThat(interactions(50))
        .isNotEqualTo(
            steps(SimulatorSettings.withSeed(8), 50).stream()
                .map(Simulator.Step::interaction)
                .toList());
    assertThat(new Simulator(SETTINGS).catalogue()).isEqualTo(new Simulator(SETTINGS).catalogue());
  }

  /** Logs and figures that were made before learners heard of rewards stay what they are. */
  @Test
  void givesTheEventsThatItAlwaysGaveWhereNobodyIsRewarded() {
    Simulator simulator = new Simulator(SETTINGS);
    simulator.rewarded("somebody-else", NOON);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      Simulator.Step step = simulator.next(NOON + i * MINUTE);
      String newItem = step.newItem() == null ? "" : step.newItem().item();
      events.append(newItem).append(step.interaction()).append(step.purchase());
    }

    assertThat(Fingerprint.of(events.toString())).isEqualTo(EVENTS);
  }

  @Test
  void bringsBackSomeOfThoseWhoAreRewarded() {
    Simulator simulator = new Simulator(CROWD);
    Set<String> rewarded = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      rewarded.add("learner-" + i);
      simulator.rewarded("learner-" + i, NOON);
      // They are about to come.
      simulator.rewarded("learner-" + i, NOON);
    }
    List<Set<String>> visitors = new ArrayList<>();
    for (int day = 0; day < 8; day++) {
      visitors.add(new HashSet<>());
      for (int minute = 0; minute < 24 * 60; minute++) {
        long atMillis = NOON + day * DAY + minute * MINUTE;
        String user = simulator.next(atMillis).interaction().user();
        if (rewarded.contains(user)) {
          visitors.get(day).add(user);
        }
      }
    }

    assertThat(visitors.get(0)).hasSizeLessThan(20);
    assertThat(visitors.subList(1, 6)).allSatisfy(of -> assertThat(of.size()).isBetween(30, 100));
    assertThat(visitors.subList(1, 6).stream().mapToInt(Set::size).sum()).isBetween(250, 350);
    assertThat(visitors.subList(6, 8)).allSatisfy(of -> assertThat(of).hasSizeLessThan(20));
  }

  @Test
  void letsLearnersAnswerQuestionsAndLikeAnswers() {
    Map<String, Interaction> posts = new HashMap<>();
    int likes = 0;
    for (Interaction interaction : interactions(20_000)) {
      posts.put(interaction.id(), interaction);
      Interaction repliedTo = posts.get(interaction.replyTo());
      if (repliedTo != null) {
        assertThat(repliedTo.thread()).isEqualTo(interaction.thread());
        assertThat(repliedTo.item()).isEqualTo(interaction.item());
        likes += interaction.kind() == InteractionKind.LIKE ? 1 : 0;
      }
    }

    assertThat(likes).isGreaterThan(10);
    assertThat(posts.values())
        .filteredOn(post -> post.kind() == InteractionKind.QUESTION)
        .isNotEmpty()
        .allSatisfy(question -> assertThat(question.thread()).isEqualTo(question.id()));
  }

  @Test
  void makesFewItemsPopular() {
    Map<String, Long> counts =
        interactions(20_000).stream()
            .collect(Collectors.groupingBy(Interaction::item, Collectors.counting()));
    List<Long> sorted = new ArrayList<>(counts.values());
    sorted.sort(Collections.reverseOrder());
    long best = sorted.subList(0, sorted.size() / 10).stream().mapToLong(Long::longValue).sum();

    assertThat(best).isGreaterThan(20_000 / 4);
    assertThat(counts).hasSizeGreaterThan(250);
  }

  @Test
  void letsLearnersKeepToTheirTopics() {
    Simulator simulator = new Simulator(SETTINGS);
    Map<String, String> topics = new HashMap<>();
    simulator.catalogue().forEach(item -> topics.put(item.item(), item.tags().get(0)));
    Map<String, List<String>> topicsByUser = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      Simulator.Step step = simulator.next(NOON + i);
      if (step.newItem() != null) {
        topics.put(step.newItem().item(), step.newItem().tags().get(0));
      }
      topicsByUser
          .computeIfAbsent(step.interaction().user(), user -> new ArrayList<>())
          .add(Objects.requireNonNull(topics.get(step.interaction().item())));
    }
    double strongest =
        topicsByUser.values().stream()
            .mapToDouble(
                seen ->
                    seen.stream()
                            .mapToInt(topic -> Collections.frequency(seen, topic))
                            .max()
                            .orElse(0)
                        / (double) seen.size())
            .average()
            .orElseThrow();

    assertThat(strongest).isGreaterThan(3.0 / SETTINGS.topics());
  }

  @Test
  void bringsNewItemsThatAreTakenUp() {
    List<Simulator.Step> steps = steps(SETTINGS, 20_000);
    List<String> newItems =
        steps.stream()
            .filter(step -> step.newItem() != null)
            .map(step -> Objects.requireNonNull(step.newItem()).item())
            .toList();

    assertThat(newItems.size()).isBetween(20, 80);
    assertThat(steps)
        .extracting(step -> step.interaction().item())
        .containsAll(newItems.subList(0, 10));
    assertThat(steps.stream().filter(step -> step.newItem() != null))
        .allMatch(step -> Objects.requireNonNull(step.newItem()).publishedMillis() >= NOON);
  }

  @Test
  void letsSomeBuyWhoCompletedAnItem() {
    List<Simulator.Step> buying =
        steps(SETTINGS, 20_000).stream().filter(step -> step.purchase() != null).toList();

    assertThat(buying.size()).isBetween(50, 150);
    assertThat(buying)
        .allSatisfy(
            step -> {
              Interaction purchase = Objects.requireNonNull(step.purchase());
              assertThat(step.interaction().completed()).isTrue();
              assertThat(purchase.kind()).isEqualTo(InteractionKind.PURCHASE);
              assertThat(purchase.user()).isEqualTo(step.interaction().user());
            });
  }

  @Test
  void clicksMostStudiesSomeAndSpeaksLittle() {
    Map<InteractionKind, Long> kinds =
        interactions(10_000).stream()
            .collect(Collectors.groupingBy(Interaction::kind, Collectors.counting()));
    long clicks = kinds.getOrDefault(InteractionKind.CLICK, 0L);
    long study = kinds.getOrDefault(InteractionKind.STUDY, 0L);

    assertThat(clicks).isBetween(6_500L, 7_500L);
    assertThat(study).isBetween(1_500L, 2_500L);
    assertThat(interactions(10_000)).extracting(Interaction::id).doesNotHaveDuplicates();
  }

  @Test
  void changesTheTopicsOfLearnersWhoDrift() {
    SimulatorSettings drifting = new SimulatorSettings(1, 1, 10, 50, 1, 5.0, 1.0, 500.0);
    Random random = new Random(1);
    Learner learner = new Learner("ada", drifting.topics(), random);
    int[] before = learner.favourites();
    for (int i = 0; i < 20; i++) {
      learner.begin(drifting, random);
      assertThat(learner.isInSession()).isTrue();
    }

    assertThat(learner.favourites()).matches(now -> !Arrays.equals(now, before));
    SimulatorSettings steady = new SimulatorSettings(1, 1, 10, 50, 1, 5.0, 0.0, 500.0);
    int[] now = learner.favourites();
    learner.begin(steady, random);
    assertThat(learner.favourites()).containsExactly(now);
  }

  private static List<HomeVisit> visits(HomeVisit.Lists lists, int count) {
    Simulator simulator = new Simulator(SETTINGS);
    List<HomeVisit> visits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      simulator.visit(NOON + i, lists).ifPresent(visits::add);
    }
    return visits;
  }

  private static HomeVisit.Page page(List<String> items) {
    return new HomeVisit.Page(items, Map.of("pulse", "b"), List.of(), List.of());
  }

  @Test
  void letsLearnersTakeWhatTheySeeAndCareFor() {
    List<String> list = List.of("course-3", "course-14", "something-else", "course-15");

    List<HomeVisit> visits = visits((user, placement, size) -> Optional.of(page(list)), 4_000);

    assertThat(visits).hasSize(4_000);
    assertThat(visits).extracting(each -> each.shown().id()).doesNotHaveDuplicates();
    assertThat(visits)
        .allSatisfy(
            each -> {
              assertThat(each.shown().items()).isEqualTo(list);
              assertThat(each.shown().placement()).isEqualTo("home");
              assertThat(each.shown().variants()).containsEntry("pulse", "b");
              assertThat(each.taken())
                  .allSatisfy(
                      taken -> {
                        assertThat(taken.user()).isEqualTo(each.shown().user());
                        assertThat(list).contains(taken.item());
                        assertThat(taken.atMillis()).isEqualTo(each.shown().atMillis());
                      });
            });
    Map<String, Long> clicks =
        visits.stream()
            .flatMap(each -> each.taken().stream())
            .filter(taken -> taken.kind() == InteractionKind.CLICK)
            .collect(Collectors.groupingBy(Interaction::item, Collectors.counting()));
    assertThat(clicks.get("course-3")).isGreaterThan(clicks.get("course-15"));
    assertThat(clicks).doesNotContainKey("something-else");
    assertThat(visits).filteredOn(each -> each.taken().isEmpty()).hasSizeGreaterThan(2_000);
    assertThat(visits).filteredOn(each -> each.taken().size() > 1).isNotEmpty();
  }

  @Test
  void showsNothingWhereThereIsNoList() {
    assertThat(visits((user, placement, size) -> Optional.empty(), 10)).isEmpty();
    assertThat(visits((user, placement, size) -> Optional.of(page(List.of())), 10)).isEmpty();
  }
}
