package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommunityBoardsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 1_440 * MINUTE;

  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private final Map<String, List<String>> shown = new HashMap<>();
  private final CommunityBoards boards = new CommunityBoards(SETTINGS, new Shown());

  /** Each board by its key: who or what is on it, and why. */
  private final class Shown implements CommunityBoards.Listener {

    @Override
    public void experts(String tag, Experts experts) {
      show(
          "experts:" + tag,
          experts.best(20, experts.asOfMillis(), SETTINGS).stream()
              .map(each -> each.user() + " " + each.reason()));
    }

    @Override
    public void threads(String item, ItemThreads threads) {
      show(
          "threads:" + item,
          threads.liveliest(20, threads.asOfMillis(), SETTINGS).stream()
              .map(each -> each.thread() + " " + each.reason()));
    }

    @Override
    public void questions(String user, OpenQuestions questions) {
      show(
          "questions:" + user,
          questions.newestFirst().stream().map(each -> each.thread() + " " + each.reason()));
    }

    @Override
    public void partners(String user, PartnerBoard board) {
      show(
          "partners:" + user, board.told().stream().map(each -> each.user() + " " + each.reason()));
    }

    private void show(String key, Stream<String> rows) {
      shown.put(key, rows.toList());
    }
  }

  @BeforeEach
  void announce() {
    boards.accept(
        new CatalogueItem("algebra", "", List.of("sums", "logic"), "", 0L, false, List.of()));
  }

  private void say(
      String id, String user, InteractionKind kind, String thread, String replyTo, long atMillis) {
    boards.accept(Interaction.of(id, user, "algebra", atMillis, kind).inThread(thread, replyTo));
  }

  private void ask(String thread, String user, long atMillis) {
    say(thread, user, InteractionKind.QUESTION, thread, "", atMillis);
  }

  private void study(String user, double progress, boolean isCompleted, long atMillis) {
    boards.accept(
        new Interaction(
            user + atMillis,
            user,
            "algebra",
            atMillis,
            InteractionKind.STUDY,
            60.0,
            progress,
            isCompleted,
            Double.NaN));
  }

  private List<String> shown(String key) {
    return shown.getOrDefault(key, List.of("never"));
  }

  @Test
  void askWhoCompletedTheItemUntilSomebodyAnswers() {
    study("ben", 1.0, true, NOON);
    study("ada", 1.0, true, NOON);
    ask("q1", "ada", NOON + MINUTE);
    ask("q2", "cyd", NOON + 2 * MINUTE);
    assertThat(shown("questions:ben"))
        .containsExactly("q2 completed:algebra", "q1 completed:algebra");
    assertThat(shown("questions:ada")).containsExactly("q2 completed:algebra");

    say("a1", "dan", InteractionKind.ANSWER, "q1", "q1", NOON + 3 * MINUTE);

    assertThat(shown("questions:ben")).containsExactly("q2 completed:algebra");
    assertThat(shown("threads:algebra")).containsExactly("q1 answered", "q2 question");
  }

  @Test
  void askTheExpertsOfTheTags() {
    ask("q1", "ada", NOON);
    say("a1", "ben", InteractionKind.ANSWER, "q1", "q1", NOON + MINUTE);
    say("x1", "ada", InteractionKind.ACCEPT, "q1", "a1", NOON + 2 * MINUTE);
    assertThat(shown("experts:sums")).containsExactly("ben accepted:1");
    assertThat(shown("experts:logic")).containsExactly("ben accepted:1");
    assertThat(shown("threads:algebra")).containsExactly("q1 solved");

    ask("q2", "cyd", NOON + 3 * MINUTE);

    assertThat(shown("questions:ben")).containsExactly("q2 expert:sums");
    assertThat(shown("questions:ada")).containsExactly("never");
  }

  @Test
  void askTheLikeliestOfThoseWhoCanBeAsked() {
    for (int i = 0; i < 30; i++) {
      study("user" + i, 1.0, true, NOON);
    }
    ask("q1", "ada", NOON + MINUTE);
    say("a1", "user7", InteractionKind.ANSWER, "q1", "q1", NOON + 2 * MINUTE);

    ask("q2", "ada", NOON + 3 * MINUTE);

    assertThat(shown.keySet().stream().filter(key -> shown(key).contains("q2 completed:algebra")))
        .hasSize(20)
        .contains("questions:user7");
  }

  @Test
  void dropAQuestionThatIsOld() {
    study("ben", 1.0, true, NOON);
    ask("q1", "ada", NOON);
    ask("q2", "ada", NOON + DAY);

    boards.pass(NOON + 14 * DAY);
    assertThat(shown("questions:ben")).containsExactly("q2 completed:algebra");
    boards.pass(NOON + 15 * DAY);

    assertThat(shown("questions:ben")).isEmpty();
  }

  @Test
  void bringThoseTogetherWhoLearnTheSameNow() {
    study("ben", 0.5, false, NOON);
    study("ada", 0.5, false, NOON + MINUTE);
    assertThat(shown("partners:ada")).containsExactly("ben with:algebra");

    boards.pass(NOON + 7 * DAY);

    assertThat(shown("partners:ada")).isEmpty();
  }

  @Test
  void nameNobodyWhoDoesNotWant() {
    study("ben", 0.5, false, NOON);
    study("cyd", 0.5, false, NOON);
    study("ada", 0.5, false, NOON + MINUTE);
    assertThat(shown("partners:ada")).hasSize(2);

    boards.prefer("ben", false, NOON + 2 * MINUTE);
    assertThat(shown("partners:ada")).containsExactly("cyd with:algebra");
    assertThat(shown("partners:cyd")).isEmpty();
    boards.prefer("ada", false, NOON + 3 * MINUTE);
    assertThat(shown("partners:ada")).isEmpty();
    boards.prefer("ada", true, NOON + 4 * MINUTE);
    boards.prefer("ben", true, NOON + 4 * MINUTE);

    assertThat(shown("partners:ada")).hasSize(2);
  }

  @Test
  void takeNoNoticeOfWhatBelongsToNoThread() {
    boards.accept(Interaction.of("c", "ada", "algebra", NOON, InteractionKind.COMMENT));
    boards.accept(Interaction.click("k", "ada", "algebra", NOON));

    assertThat(shown).isEmpty();
  }
}
