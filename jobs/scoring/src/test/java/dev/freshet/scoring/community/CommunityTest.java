package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommunityTest {

  private static final long NOON = 1_764_072_000_000L;

  private static List<String> candidates(Community of, List<String> tags, int most) {
    return of.candidates(new Question("q", "asker", NOON, tags), List.of(), List.of(), most);
  }

  @Test
  void looksAtAllMembersWhileTheyAreFewButTheAskerAndWhoAnswered() {
    Community community = new Community(10);
    community.ask("asker", NOON);
    community.answer("ben", NOON, List.of());
    community.comment("ada", NOON);
    Question question = new Question("q", "asker", NOON, List.of());

    assertThat(community.candidates(question, List.of(), List.of(), 3))
        .containsExactly("ada", "ben");
    assertThat(community.candidates(question, List.of(), List.of("ben"), 3)).containsExactly("ada");
  }

  @Test
  void looksAtThoseWhoAreThereAnsweredMostOrKnowTheTagsWhenMembersAreMany() {
    Community community = new Community(100);
    for (int i = 0; i < 20; i++) {
      community.answer("veteran", NOON + i, List.of("sums"));
    }
    community.answer("recent", NOON + 400L * 86_400_000, List.of("sums"));
    community.answer("logician", NOON + 1, List.of("logic"));
    for (int i = 0; i < 30; i++) {
      community.comment("passer-by" + i, NOON + 2);
    }
    community.comment("last", NOON + 401L * 86_400_000);

    assertThat(candidates(community, List.of("logic"), 4))
        .containsExactly("last", "logician", "recent", "veteran");
    assertThat(
            community.candidates(
                new Question("q", "asker", NOON, List.of()),
                List.of("passer-by7", "unknown"),
                List.of(),
                4))
        .as("who spoke in the thread")
        .containsExactly("last", "passer-by7", "recent", "veteran");
  }

  @Test
  void forgetsTheMemberOfWhomNothingWasHeardForLongest() {
    Community community = new Community(2);
    community.answer("ada", NOON, List.of());
    community.comment("ben", NOON + 1);
    community.comment("ada", NOON + 2);

    community.comment("cyd", NOON - 1);

    assertThat(candidates(community, List.of(), 10)).containsExactly("ada", "cyd");
  }

  @Test
  void namesTheTagThatAMemberAnsweredMost() {
    Community community = new Community(10);
    community.answer("ada", NOON, List.of("sums", "logic"));
    community.answer("ada", NOON, List.of("logic"));

    assertThat(community.most("ada", List.of("sums", "logic"))).contains("logic");
    assertThat(community.most("ada", List.of("sets"))).isEmpty();
    assertThat(community.most("ben", List.of("sums"))).isEmpty();
  }

  @Test
  void remembersOfATagThoseWhoAnsweredMost() {
    TagAnswers tag = new TagAnswers();
    for (int i = 0; i < 2_000; i++) {
      tag.add("expert");
      tag.add("visitor" + i);
    }

    assertThat(tag.of("expert")).isEqualTo(2_000);
    assertThat(tag.most(10_000)).hasSizeLessThanOrEqualTo(625).startsWith("expert");
    assertThat(tag.total()).isEqualTo(4_000);
  }
}
