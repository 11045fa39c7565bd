package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTableTest {

  private static final Rule AGAIN =
      Rules.rule("each", "event.minutes > 5", Every.EVENT, Limit.NONE, 0L, Rules.TEN);

  private final RuleTable table = new RuleTable(Rules.SETTINGS);

  private void tell(Rule rule, long offset) {
    table.accept(rule.id(), Rules.record(rule), offset);
  }

  @Test
  void knowsWhatWasToldLastWhicheverComesFirst() {
    tell(AGAIN, 2L);
    tell(Rules.EACH, 1L);

    assertThat(table.book().all()).extracting(UsableRule::rule).containsExactly(AGAIN);
    table.accept("each", null, 3L);
    tell(AGAIN, 2L);
    assertThat(table.book().all()).isEmpty();
  }

  @Test
  void switchesOffWhatFailsTooOftenInAMinuteUntilItIsToldAnew() {
    tell(Rules.EACH, 1L);
    for (int failure = 0; failure < 100; failure++) {
      table.failed("each", new IllegalStateException("no"), 1_000L);
    }
    table.failed("each", new IllegalStateException("no"), 60_000L);
    assertThat(table.inForce()).isEqualTo(1);

    for (int failure = 0; failure < 100; failure++) {
      table.failed("each", new IllegalStateException("no"), 60_000L);
    }
    assertThat(table.inForce()).isZero();
    assertThat(table.off()).isEqualTo(1);
    assertThat(table.isOff("each")).isTrue();
    // It has not ended: what users have done for it stays.
    assertThat(table.book().isPaused("each")).isTrue();

    tell(AGAIN, 2L);
    assertThat(table.inForce()).isEqualTo(1);
    assertThat(table.off()).isZero();
  }

  @Test
  void comesBackFromItsParts() throws Exception {
    tell(Rules.EACH, 1L);
    tell(Rules.WEEKLY, 2L);
    table.accept("gone", null, 3L);

    RuleTable back = new RuleTable(Rules.SETTINGS);
    for (byte[] part : table.parts()) {
      back.enter(part);
    }

    assertThat(back.book().all())
        .extracting(UsableRule::rule)
        .containsExactly(Rules.EACH, Rules.WEEKLY);
    back.accept("gone", Rules.record(Rules.EACH), 2L);
    assertThat(back.inForce()).isEqualTo(2);
  }

  @Test
  void knowsAudiencesBesideRulesOfTheSameName() throws Exception {
    Audience each = Rules.idle("each", "2h");
    tell(Rules.EACH, 1L);
    assertThat(table.accept("audience:each", Rules.record(each), 2L)).isTrue();
    assertThat(table.accept("audience:each", null, 2L)).isFalse();

    RuleTable back = new RuleTable(Rules.SETTINGS);
    for (byte[] part : table.parts()) {
      back.enter(part);
    }
    assertThat(back.audiences().all()).extracting(UsableAudience::audience).containsExactly(each);
    assertThat(back.audiencesInForce()).isEqualTo(1);
    assertThat(back.accept("audience:each", new byte[] {1, 2, 3}, 3L)).isTrue();
    assertThat(back.audiencesInForce()).isZero();
    assertThat(back.inForce()).isEqualTo(1);
  }

  @Test
  void theTagsOfItemsComeBackToo() throws Exception {
    ItemTags tags = new ItemTags();
    for (int item = 0; item < 2_500; item++) {
      tags.put("item-" + item, List.of("tag-" + item % 7, "all"));
    }

    ItemTags back = new ItemTags();
    assertThat(tags.parts()).hasSize(3);
    for (byte[] part : tags.parts()) {
      back.enter(part);
    }

    assertThat(back.of("item-2499")).containsExactly("tag-0", "all");
    assertThat(back.of("item-2500")).isEmpty();
  }
}
