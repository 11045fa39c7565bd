package dev.freshet.engagement.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.community.OpenQuestion;
import dev.freshet.scoring.community.OpenQuestions;
import org.junit.jupiter.api.Test;

class CommunityDocumentsTest {

  private static final int MOST_BYTES = 16_000;
  private static final long NOON = 1_583_150_400_000L;

  private final CommunityDocuments documents = new CommunityDocuments(UserPartnersTest.SETTINGS);

  @Test
  void leavesOutTheLastRowsOfABoardThatWouldBeTooLong() {
    OpenQuestions questions = new OpenQuestions();
    for (int question = 0; question < 20; question++) {
      String thread = question + "-" + "x".repeat(900);
      questions.put(
          new OpenQuestion(thread, "algebra", NOON + question, "completed:algebra"),
          UserPartnersTest.SETTINGS.scoring());
    }

    RedisWrite board = documents.questions("ada", questions);

    assertThat(board.value()).hasSizeBetween(MOST_BYTES - 1_000, MOST_BYTES).endsWith("\"}]}");
    assertThat(board.value()).contains("\"19-x").doesNotContain("\"0-x");
  }

  @Test
  void deletesABoardOnWhichNothingIs() {
    assertThat(documents.questions("ada", new OpenQuestions()))
        .isEqualTo(RedisWrite.delete("questions:ada"));
  }
}
