package dev.freshet.scoring.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.Some;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of a user's profile when the user speaks against items, and for them. */
class UserOpinionsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final CandidateSettings SETTINGS =
      Some.settings().candidates(4).seen(3).exclude(Exclusion.COMPLETED).build().candidates();

  private UserProfile profile = new UserProfile();
  private int number;

  private void interact(String item, int opinion, long atMillis, String... neighbours) {
    profile.update(enriched(item, opinion, atMillis, neighbours), SETTINGS);
    // What is kept as state is all there is.
    profile = UserProfile.deserialize(profile.serialize());
  }

  private void dislike(String item, long atMillis) {
    interact(item, Opinion.AGAINST, atMillis);
  }

  private EnrichedInteraction enriched(
      String item, int opinion, long atMillis, String... neighbours) {
    long[] items = Arrays.stream(neighbours).mapToLong(Fingerprint::of).toArray();
    float[] ones = new float[items.length];
    Arrays.fill(ones, 1f);
    Engagement to = opinion == Opinion.AGAINST ? Engagement.NONE : new Engagement(atMillis, 1.0);
    return new EnrichedInteraction(
        "ada",
        ++number,
        item,
        atMillis,
        false,
        Engagement.NONE,
        to,
        new Neighbours(Fingerprint.of(item), items, ones, ones, ones),
        Onward.NONE,
        List.of("about-" + item),
        new float[0],
        opinion);
  }

  private List<Long> disliked() {
    return LongStream.range(0, profile.dislikedSize())
        .mapToObj(i -> profile.dislikedItem((int) i))
        .toList();
  }

  private List<Long> candidates() {
    return Arrays.stream(profile.candidates().items, 0, profile.size()).boxed().toList();
  }

  private Map<String, Double> interests() {
    Map<String, Double> weights = new HashMap<>();
    String[] tags = profile.interests().interests().tags();
    for (int i = 0; i < tags.length; i++) {
      weights.put(tags[i], profile.interests().interests().weights()[i]);
    }
    return weights;
  }

  @Test
  void hidesAnItemSpokenAgainstWhateverIsExcludedOtherwise() {
    interact("go", Opinion.NONE, NOON, "rust", "java");
    dislike("rust", NOON + 1);
    interact("c", Opinion.NONE, NOON + 2, "rust", "java");

    assertThat(disliked()).containsExactly(Fingerprint.of("rust"));
    assertThat(candidates()).containsExactly(Fingerprint.of("java"));
  }

  @Test
  void doesNothingWithAnItemSpokenAgainst() {
    interact("go", Opinion.NONE, NOON, "java");
    profile.update(enriched("rust", Opinion.AGAINST, NOON + 1, "php"), SETTINGS);

    assertThat(profile.hasSeen("rust")).isFalse();
    assertThat(profile.recent(2)).containsExactly(Fingerprint.of("go"));
    assertThat(candidates()).containsExactly(Fingerprint.of("java"));
    assertThat(profile.latestMillis()).isEqualTo(NOON + 1);
    assertThat(profile.entered()).isEqualTo(2);
  }

  @Test
  void countsAgainstTheTagsOnceHoweverOftenItIsSaid() {
    dislike("rust", NOON);
    dislike("rust", NOON);

    assertThat(disliked()).hasSize(1);
    assertThat(interests().get("about-rust")).isCloseTo(-2.0, within(1e-9));
  }

  @Test
  void outweighsAClickOnTheSameItem() {
    interact("rust", Opinion.NONE, NOON);
    dislike("rust", NOON);

    assertThat(interests().get("about-rust")).isCloseTo(-1.0, within(1e-9));
    Map<String, Double> told = new HashMap<>();
    profile.interests().strongest(9, NOON, SETTINGS.interest().halfLife(), told::put);
    assertThat(told).isEmpty();
  }

  @Test
  void takesBackWhatWasSaidBeforeTheLastWord() {
    dislike("rust", NOON);
    interact("rust", Opinion.FOR, NOON + 1);

    assertThat(disliked()).isEmpty();
    assertThat(interests().get("about-rust")).isCloseTo(1.0, within(1e-6));
    assertThat(profile.hasSeen("rust")).isTrue();
  }

  @Test
  void goesByWhatWasSaidLastAndNotByWhatComesLast() {
    dislike("rust", NOON + 5);
    interact("rust", Opinion.FOR, NOON);

    assertThat(disliked()).containsExactly(Fingerprint.of("rust"));
  }

  @Test
  void staysHiddenWhateverElseIsDoneWithIt() {
    dislike("rust", NOON);
    interact("rust", Opinion.NONE, NOON + 1);
    for (int i = 0; i < 20; i++) {
      interact("item-" + i, Opinion.NONE, NOON + 2 + i);
    }

    assertThat(disliked()).containsExactly(Fingerprint.of("rust"));
  }

  @Test
  void makesNoChoiceByTurningDownOrOfWhatWasHidden() {
    interact("go", Opinion.NONE, NOON);
    assertThat(profile.isChoice(enriched("rust", Opinion.AGAINST, NOON + 1), SETTINGS)).isFalse();
    number--;
    dislike("rust", NOON + 1);

    assertThat(profile.isChoice(enriched("rust", Opinion.NONE, NOON + 2), SETTINGS)).isFalse();
    number--;
    assertThat(profile.isChoice(enriched("java", Opinion.NONE, NOON + 2), SETTINGS)).isTrue();
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    for (int i = 0; i <= DislikedItems.MOST; i++) {
      profile.update(enriched("item-" + i, Opinion.AGAINST, NOON - i), SETTINGS);
    }

    assertThat(disliked())
        .hasSize(DislikedItems.MOST)
        .startsWith(Fingerprint.of("item-1"))
        .endsWith(Fingerprint.of("item-" + DislikedItems.MOST));
    assertThat(UserProfile.deserialize(profile.serialize()).dislikedSize())
        .isEqualTo(DislikedItems.MOST);
  }

  /** Builds before wrote neither dislikes nor what fades: nothing but numbers, 0, are new. */
  @Test
  void readsAProfileFromBeforeThereWereDislikes() {
    interact("go", Opinion.NONE, NOON, "rust");
    byte[] now = profile.serialize();

    UserProfile read = UserProfile.deserialize(without(now, 3, (byte) 7));

    assertThat(read.dislikedSize()).isZero();
    assertThat(read.hasFading()).isFalse();
    assertThat(read.serialize()).isEqualTo(now);
  }

  @Test
  void readsAProfileFromBeforeItemsFaded() {
    interact("go", Opinion.NONE, NOON, "rust");
    byte[] now = profile.serialize();

    UserProfile read = UserProfile.deserialize(without(now, 2, (byte) 8));

    assertThat(read.hasFading()).isFalse();
    assertThat(read.serialize()).isEqualTo(now);
  }

  /** The profile without so many bytes before its interests. */
  private byte[] without(byte[] now, int bytes, byte version) {
    int after = 1 + profile.interests().serialize().length + 1;
    byte[] before = new byte[now.length - bytes];
    System.arraycopy(now, 0, before, 0, now.length - after - bytes);
    System.arraycopy(now, now.length - after, before, before.length - after, after);
    before[0] = version;
    return before;
  }
}
