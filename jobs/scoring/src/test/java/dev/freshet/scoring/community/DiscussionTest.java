package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscussionTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;

  private static final Interaction QUESTION = post("q", "ada", InteractionKind.QUESTION, "", 0);
  private static final Interaction ANSWER = post("a", "ben", InteractionKind.ANSWER, "q", 1);
  private static final Interaction ACCEPT = post("x", "ada", InteractionKind.ACCEPT, "a", 2);

  private Discussion discussion = new Discussion();

  private static Interaction post(
      String id, String user, InteractionKind kind, String replyTo, int minute) {
    return Interaction.of(id, user, "algebra", NOON + minute * MINUTE, kind).inThread("q", replyTo);
  }

  private List<Credit> enter(Interaction... posts) {
    List<Credit> credits = new ArrayList<>();
    for (Interaction post : posts) {
      credits.addAll(discussion.enter(post));
    }
    return credits;
  }

  @Test
  void isOpenFromTheQuestionToTheFirstAnswerOfAnother() {
    assertThat(discussion.isOpen()).isFalse();
    enter(QUESTION);
    assertThat(discussion.isOpen()).isTrue();
    assertThat(discussion.asker()).isEqualTo("ada");
    assertThat(discussion.item()).isEqualTo("algebra");
    assertThat(discussion.askedAtMillis()).isEqualTo(NOON);

    enter(post("own", "ada", InteractionKind.ANSWER, "q", 1));
    assertThat(discussion.isOpen()).isTrue();
    enter(ANSWER);

    assertThat(discussion.isOpen()).isFalse();
  }

  @Test
  void isNotOpenWhereTheAnswerComesFirst() {
    enter(ANSWER);
    assertThat(discussion.askedAtMillis()).isEqualTo(EventTime.NEVER);
    enter(QUESTION);

    assertThat(discussion.isOpen()).isFalse();
  }

  @Test
  void creditsAnswersThatAreGivenAcceptedAndLiked() {
    assertThat(enter(QUESTION, ANSWER, post("l", "cyd", InteractionKind.LIKE, "a", 3), ACCEPT))
        .containsExactly(
            new Credit("ben", Contribution.ANSWER, NOON + MINUTE),
            new Credit("ben", Contribution.LIKED, NOON + 3 * MINUTE),
            new Credit("ben", Contribution.ACCEPTED, NOON + 2 * MINUTE));
  }

  @Test
  void creditsNothingTwice() {
    enter(QUESTION, ANSWER, ACCEPT, post("l", "cyd", InteractionKind.LIKE, "a", 3));

    assertThat(
            enter(
                ANSWER,
                post("x2", "ada", InteractionKind.ACCEPT, "a", 4),
                post("l2", "cyd", InteractionKind.LIKE, "a", 5)))
        .isEmpty();
  }

  @Test
  void creditsNobodyForWhatTheySayOfTheirOwn() {
    enter(QUESTION, ANSWER);

    assertThat(
            enter(
                post("l", "ben", InteractionKind.LIKE, "a", 3),
                post("x", "ben", InteractionKind.ACCEPT, "a", 3)))
        .isEmpty();
    assertThat(enter(ACCEPT)).hasSize(1);
  }

  @Test
  void takesNoNoticeOfOtherPostsAndOfLikesOfNoAnswer() {
    assertThat(
            enter(
                post("c", "cyd", InteractionKind.COMMENT, "q", 1),
                post("l", "cyd", InteractionKind.LIKE, "", 2)))
        .isEmpty();
  }

  @Test
  void creditsTheSameInAnyOrder() {
    List<Interaction> posts =
        new ArrayList<>(
            List.of(
                QUESTION,
                ANSWER,
                ACCEPT,
                post("a2", "cyd", InteractionKind.ANSWER, "q", 3),
                post("l1", "cyd", InteractionKind.LIKE, "a", 4),
                post("l2", "dan", InteractionKind.LIKE, "a2", 5),
                post("l3", "cyd", InteractionKind.LIKE, "a2", 6)));
    List<Credit> expected = enter(posts.toArray(Interaction[]::new));
    assertThat(expected).hasSize(5);

    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(posts, new Random(seed));
      discussion = new Discussion();

      assertThat(enter(posts.toArray(Interaction[]::new)))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(discussion.isOpen()).isFalse();
    }
  }

  @Test
  void remembersABoundedNumberOfAnswersAndLikes() {
    for (int i = 0; i < 1_000; i++) {
      enter(post("a" + i, "user" + i, InteractionKind.ANSWER, "q", i));
      enter(post("l" + i, "user" + i, InteractionKind.LIKE, "a0", i));
    }

    assertThat(discussion.serialize()).hasSizeLessThan(10_000);
  }

  @Test
  void goesOnFromItsBytes() {
    Interaction like = post("l", "cyd", InteractionKind.LIKE, "a", 3);
    enter(QUESTION, like, post("x", "ada", InteractionKind.ACCEPT, "a2", 4));
    discussion = Discussion.deserialize(discussion.serialize());
    assertThat(discussion.isOpen()).isTrue();
    assertThat(discussion.asker()).isEqualTo("ada");

    assertThat(enter(ANSWER)).hasSize(2);
    discussion = Discussion.deserialize(discussion.serialize());
    assertThat(discussion.isOpen()).isFalse();

    assertThat(enter(ANSWER, like)).isEmpty();
    assertThat(enter(post("a2", "dan", InteractionKind.ANSWER, "q", 5)))
        .extracting(Credit::contribution)
        .containsExactly(Contribution.ANSWER, Contribution.ACCEPTED);
  }
}
