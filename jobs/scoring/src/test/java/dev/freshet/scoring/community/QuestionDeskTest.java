package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.InteractionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionDeskTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private QuestionDesk desk = new QuestionDesk(SETTINGS);

  private List<String> open(String thread, long atMillis, List<String> completers, String... tags) {
    desk.post(InteractionKind.QUESTION, thread, "asker", atMillis, List.of(tags));
    return desk.open(thread, "algebra", atMillis, completers, List.of(tags)).stream()
        .map(routed -> routed.user() + " " + routed.reason())
        .toList();
  }

  @Test
  void putsAQuestionToWhoCompletedTheItemAndToExpertsOfItsTags() {
    desk.experts("sums", List.of("ben", "ada"));
    desk.experts("logic", List.of("cyd", "ben"));

    assertThat(open("q", NOON, List.of("ada"), "sums", "logic"))
        .containsExactlyInAnyOrder("ada completed:algebra", "ben expert:sums", "cyd expert:logic");
  }

  @Test
  void asksNeitherTheAskerNorWhoIsNoExpertAnyMore() {
    desk.experts("sums", List.of("ben"));
    desk.experts("sums", List.of());

    assertThat(open("q", NOON, List.of("asker"), "sums")).isEmpty();
    assertThat(desk.close("q")).isEmpty();
  }

  @Test
  void tellsOnceToWhomAQuestionWasPutThatIsAnswered() {
    open("q", NOON, List.of("ada", "ben"));
    desk = QuestionDesk.deserialize(desk.serialize(), SETTINGS);

    assertThat(desk.close("q")).containsExactlyInAnyOrder("ada", "ben");
    assertThat(desk.close("q")).isEmpty();
    assertThat(desk.close("unknown")).isEmpty();
  }

  @Test
  void forgetsQuestionsThatAreTooOldToBeShown() {
    open("old", NOON, List.of("ada"));
    open("new", NOON + 14 * DAY - 1, List.of("ada"));
    assertThat(desk.close("old")).containsExactly("ada");
    open("old-too", NOON + 14 * DAY, List.of("ada"));
    open("newest", NOON + 28 * DAY, List.of("ada"));

    assertThat(desk.close("old-too")).isEmpty();
    assertThat(desk.close("new")).isEmpty();
    assertThat(desk.close("newest")).containsExactly("ada");
  }

  @Test
  void putsNoMoreThanSoManyToAnybodyADay() {
    int put = 0;
    for (int i = 0; i < 100; i++) {
      put += open("q" + i, NOON + i, List.of("ada")).size();
    }
    assertThat(put).isEqualTo(30);
    assertThat(open("tomorrow", NOON + DAY, List.of("ada"))).hasSize(1);
  }

  @Test
  void goesOnFromItsBytes() {
    desk.experts("sums", List.of("ben"));
    desk.post(InteractionKind.QUESTION, "q", "asker", NOON, List.of("sums"));
    desk.post(InteractionKind.COMMENT, "q", "cyd", NOON, List.of());
    desk.post(InteractionKind.ANSWER, "q", "ben", NOON, List.of());
    desk.post(InteractionKind.LIKE, "q", "ben", NOON, List.of());
    desk = QuestionDesk.deserialize(desk.serialize(), SETTINGS);

    assertThat(open("r", NOON + 1, List.of("cyd"), "sums"))
        .containsExactly("ben expert:sums", "cyd completed:algebra");
  }
}
