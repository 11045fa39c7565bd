package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.RecommenderSettings.Exclusion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final RecommenderSettings SETTINGS = RecommenderSettings.defaults();

  private final Counting counting = new Counting();
  private final Trainer trainer = new Trainer(SETTINGS);
  private final Ranker ranker = new Ranker(SETTINGS, trainer.table());
  private final Learner ada = new Learner();

  @BeforeEach
  void knowPythonAndJava() {
    know("python");
    know("java");
  }

  private void know(String item) {
    trainer.enter(counting.touch(item, NOON, 1.0));
    trainer.tick(NOON);
  }

  private void touch(int number, String item, String... neighbours) {
    float[] ones = new float[neighbours.length];
    Arrays.fill(ones, 1.0f);
    long[] items = Arrays.stream(neighbours).mapToLong(Fingerprint::of).toArray();
    ada.touch(
        new Answer(
            "ada",
            number,
            item,
            NOON + number,
            false,
            Standing.NONE,
            new Standing(NOON, 1.0),
            new Neighbours(Fingerprint.of(item), items, ones, ones, ones),
            Onward.NONE,
            List.of(),
            new float[0]),
        SETTINGS);
  }

  private PersonalList rank() {
    return ranker.rank("ada", ada, trainer.pulse(), trainer.model());
  }

  @Test
  void namesTheUserAndIsAsNewAsTheirNewestInteraction() {
    touch(1, "python", "java");
    touch(2, "python", "java");
    PersonalList list = rank();

    assertThat(list.user()).isEqualTo("ada");
    assertThat(list.asOfMillis()).isEqualTo(NOON + 2);
    assertThat(list.items()).containsExactly("java");
    assertThat(list.excluded()).containsExactly("python");
    assertThat(list.reasons()[0].text(list.subjects()[0])).endsWith(":python");
  }

  @Test
  void lacksNothingOfAUserAllOfWhoseItemsAreKnown() {
    rank();
    assertThat(ranker.lacksCandidates()).isFalse();
    assertThat(ranker.lacksDone()).isFalse();
    touch(1, "python", "java");
    rank();

    assertThat(ranker.lacksCandidates()).isFalse();
    assertThat(ranker.lacksDone()).isFalse();
  }

  @Test
  void lacksACandidateThatIsNotKnownYet() {
    touch(1, "python", "java", "go");
    PersonalList list = rank();

    assertThat(ranker.lacksCandidates()).isTrue();
    assertThat(list.items()).containsExactly("java");
    know("go");
    assertThat(rank().items()).containsExactlyInAnyOrder("java", "go");
    assertThat(ranker.lacksCandidates()).isFalse();
  }

  @Test
  void lacksWhatTheUserDidLatelyWhileItIsNotKnownYet() {
    touch(1, "go", "java");
    PersonalList list = rank();

    assertThat(ranker.lacksDone()).isTrue();
    assertThat(list.items()).containsExactly("java");
    assertThat(list.subjects()).containsExactly("");
    assertThat(list.excluded()).isEmpty();
    know("go");
    assertThat(rank().excluded()).containsExactly("go");
    assertThat(rank().subjects()).containsExactly("go");
    assertThat(ranker.lacksDone()).isFalse();
  }

  @Test
  void excludesNothingWhereItemsDoneAreListedAgain() {
    RecommenderSettings again = Some.settings().exclude(Exclusion.NOTHING).build();
    touch(1, "python", "java");
    PersonalList list =
        new Ranker(again, trainer.table()).rank("ada", ada, trainer.pulse(), trainer.model());

    assertThat(list.excluded()).isEmpty();
    assertThat(list.items()).containsExactlyInAnyOrder("python", "java");
    assertThat(list.reasons()).contains(Reason.AGAIN);
  }
}
