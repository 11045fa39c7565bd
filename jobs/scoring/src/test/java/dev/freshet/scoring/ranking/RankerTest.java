package dev.freshet.scoring.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.training.Trainer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final RecommenderSettings SETTINGS = RecommenderSettings.defaults();

  private final Counting counting = new Counting();
  private final Trainer trainer = Some.trainer(SETTINGS);
  private final Ranker ranker = new Ranker(SETTINGS.lists(), trainer.table());
  private final UserProfile ada = new UserProfile();

  @BeforeEach
  void knowPythonAndJava() {
    know("python");
    know("java");
  }

  private void know(String item) {
    trainer.enter(counting.interact(item, NOON, 1.0));
    trainer.refresh(NOON);
  }

  private void interact(int number, String item, String... neighbours) {
    float[] ones = new float[neighbours.length];
    Arrays.fill(ones, 1.0f);
    long[] items = Arrays.stream(neighbours).mapToLong(Fingerprint::of).toArray();
    ada.update(
        new EnrichedInteraction(
            "ada",
            number,
            item,
            NOON + number,
            false,
            Engagement.NONE,
            new Engagement(NOON, 1.0),
            new Neighbours(Fingerprint.of(item), items, ones, ones, ones),
            Onward.NONE,
            List.of(),
            new float[0],
            Opinion.NONE),
        SETTINGS.candidates());
  }

  private PersonalList rank() {
    return ranker.rank("ada", ada, trainer.pulse(), trainer.model());
  }

  @Test
  void namesTheUserAndIsAsNewAsTheirNewestInteraction() {
    interact(1, "python", "java");
    interact(2, "python", "java");
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
    assertThat(ranker.lacksSeen()).isFalse();
    interact(1, "python", "java");
    rank();

    assertThat(ranker.lacksCandidates()).isFalse();
    assertThat(ranker.lacksSeen()).isFalse();
  }

  @Test
  void lacksACandidateThatIsNotKnownYet() {
    interact(1, "python", "java", "go");
    PersonalList list = rank();

    assertThat(ranker.lacksCandidates()).isTrue();
    assertThat(list.items()).containsExactly("java");
    know("go");
    assertThat(rank().items()).containsExactlyInAnyOrder("java", "go");
    assertThat(ranker.lacksCandidates()).isFalse();
  }

  @Test
  void lacksWhatTheUserDidLatelyWhileItIsNotKnownYet() {
    interact(1, "go", "java");
    PersonalList list = rank();

    assertThat(ranker.lacksSeen()).isTrue();
    assertThat(list.items()).containsExactly("java");
    assertThat(list.subjects()).containsExactly("");
    assertThat(list.excluded()).isEmpty();
    know("go");
    assertThat(rank().excluded()).containsExactly("go");
    assertThat(rank().subjects()).containsExactly("go");
    assertThat(ranker.lacksSeen()).isFalse();
  }

  @Test
  void excludesNothingWhereItemsDoneAreListedAgain() {
    RecommenderSettings again = Some.settings().exclude(Exclusion.NOTHING).build();
    interact(1, "python", "java");
    PersonalList list =
        new Ranker(again.lists(), trainer.table())
            .rank("ada", ada, trainer.pulse(), trainer.model());

    assertThat(list.excluded()).isEmpty();
    assertThat(list.items()).containsExactlyInAnyOrder("python", "java");
    assertThat(list.reasons()).contains(Reason.AGAIN);
  }
}
