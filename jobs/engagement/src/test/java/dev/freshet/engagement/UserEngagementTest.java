package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SECOND;
import static dev.freshet.engagement.Rules.SETTINGS;
import static dev.freshet.engagement.Rules.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.GivenUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserEngagementTest {

  private static final int MAX_PARALLELISM = 16;
  private static final long LATENESS = MINUTE;

  /** What the clock on the wall shows when a test begins: a time long after the events. */
  private static final long WALL = MONDAY_NOON + 2_000 * 24 * HOUR;

  /** A time that events do not come to. */
  private static final long FAR = Long.MAX_VALUE - 1;

  private KeyedTwoInputStreamOperatorTestHarness<String, Interaction, Notice, AccountChange> task;

  @BeforeEach
  void open() throws Exception {
    task = newTask(1, 0);
    task.setProcessingTime(WALL);
    task.open();
    knowExperts(FAR);
  }

  /** Everything is known of experts up to a moment. */
  private void knowExperts(long untilMillis) throws Exception {
    task.processWatermark2(new Watermark(untilMillis));
  }

  @AfterEach
  void close() throws Exception {
    task.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Interaction, Notice, AccountChange>
      newTask(int parallelism, int index) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new UserEngagement(SETTINGS, null),
        Interaction::user,
        null,
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        index);
  }

  /** The task goes on from a checkpoint, in another process. */
  private void restore() throws Exception {
    OperatorSubtaskState snapshot = task.snapshot(1L, 1L);
    close();
    task = newTask(1, 0);
    task.setProcessingTime(WALL);
    task.initializeState(snapshot);
    task.open();
    knowExperts(FAR);
  }

  private void happen(String user, long atMillis) throws Exception {
    task.processElement1(new StreamRecord<>(study(user, atMillis), atMillis));
  }

  /** The rules there were at the start were read. */
  private void rulesAreRead() throws Exception {
    tell(Notice.endOfStart());
  }

  private List<Grant> granted() {
    List<Grant> grants = new ArrayList<>();
    for (StreamRecord<? extends AccountChange> record : task.extractOutputStreamRecords()) {
      grants.addAll(record.getValue().grants());
    }
    return grants;
  }

  private List<Grant> budgeted() {
    var output = task.getSideOutput(UserEngagement.BUDGETED);
    return output == null
        ? List.of()
        : output.stream().map(StreamRecord::getValue).filter(Objects::nonNull).toList();
  }

  private void tell(Notice notice) throws Exception {
    task.processElement2(new StreamRecord<>(notice));
  }

  @Test
  void looksAtNothingBeforeTheRulesWereReadThatThereWereAtTheStart() throws Exception {
    happen("ada", MONDAY_NOON);
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
    assertThat(granted()).isEmpty();

    tell(Rules.notice(Rules.EACH, 1L));
    rulesAreRead();
    assertThat(granted()).extracting(Grant::user).containsExactly("ada");
  }

  @Test
  void looksAtAllOfALogThatHasEndedByThen() throws Exception {
    happen("ada", MONDAY_NOON);
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
    task.processWatermark1(Watermark.MAX_WATERMARK);
    task.processWatermark2(Watermark.MAX_WATERMARK);

    tell(Rules.notice(Rules.EACH, 1L));
    rulesAreRead();
    assertThat(granted()).extracting(Grant::user).containsExactly("ada");
    assertThat(task.getOutput()).endsWith(Watermark.MAX_WATERMARK);
  }

  @Test
  void tellsThoseBehindItOfTheTimeThatGoesOnWhenNothingHappens() throws Exception {
    rulesAreRead();
    task.processWatermark1(new Watermark(MONDAY_NOON));
    long quiet = SETTINGS.quiet().toMillis();
    task.setProcessingTime(WALL + quiet);

    assertThat(task.getOutput())
        .containsExactly(new Watermark(MONDAY_NOON), new Watermark(MONDAY_NOON + quiet));
  }

  @Test
  void looksAtUsersOnceEverythingIsKnownOfExperts() throws Exception {
    close();
    task = newTask(1, 0);
    task.setProcessingTime(WALL);
    task.open();
    tell(
        Rules.notice(
            Rules.rule(
                "experts", "'sums' in user.expertIn", Every.EVENT, Limit.NONE, 0L, Rules.TEN),
            1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    happen("ada", MONDAY_NOON + 3 * SECOND);
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
    assertThat(granted()).isEmpty();

    tell(Notice.ofExpert(new ExpertChange("ada", "sums", true, MONDAY_NOON + SECOND)));
    tell(Notice.ofExpert(new ExpertChange("ada", "sums", false, MONDAY_NOON + 5 * SECOND)));
    happen("ada", MONDAY_NOON + HOUR);
    knowExperts(MONDAY_NOON + HOUR);
    assertThat(granted()).extracting(Grant::atMillis).containsExactly(MONDAY_NOON + 3 * SECOND);
    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * HOUR));
    assertThat(task.getOutput()).endsWith(new Watermark(MONDAY_NOON + HOUR));
  }

  @Test
  void rulesDoNotMakeTheTimeWhereEventsAreIdle() throws Exception {
    tell(Rules.notice(Rules.EACH, 1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    task.processWatermark1(new Watermark(MONDAY_NOON));
    task.processWatermark2(new Watermark(MONDAY_NOON + 24 * HOUR));
    task.processWatermarkStatus1(WatermarkStatus.IDLE);
    assertThat(granted()).isEmpty();

    task.processWatermarkStatus1(WatermarkStatus.ACTIVE);
    happen("ada", MONDAY_NOON + 1);
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
    assertThat(granted()).hasSize(2);
  }

  @Test
  void sendsRewardsWithABudgetToWhereItIsSpent() throws Exception {
    tell(Rules.notice(Rules.FIRST_TWO, 1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    task.processWatermark1(new Watermark(MONDAY_NOON + LATENESS));

    assertThat(granted()).isEmpty();
    assertThat(budgeted()).extracting(Grant::user).containsExactly("ada");
  }

  @Test
  void knowsTheTagsOfItems() throws Exception {
    tell(
        Rules.notice(
            Rules.rule("tagged", "'go' in event.tags", Every.EVENT, Limit.NONE, 0L, Rules.TEN),
            1L));
    tell(Notice.ofItem("item" + MONDAY_NOON, List.of("go")));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    happen("ada", MONDAY_NOON + SECOND);
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));

    assertThat(granted()).extracting(Grant::atMillis).containsExactly(MONDAY_NOON);
  }

  @Test
  void whatComesTooLateEarnsNothingAlsoAfterARestore() throws Exception {
    tell(Rules.notice(Rules.EACH, 1L));
    rulesAreRead();
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
    restore();

    happen("ada", MONDAY_NOON);
    happen("ada", MONDAY_NOON + HOUR);
    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * HOUR));
    assertThat(granted()).extracting(Grant::atMillis).containsExactly(MONDAY_NOON + HOUR);
  }

  @Test
  void looksAtWhatIsToldOfAUserInItsTime() throws Exception {
    tell(Rules.notice(Rules.AT_RISK, 1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    tell(Notice.ofUser("ada", Rules.interest("go", MONDAY_NOON)));
    tell(Notice.ofUser("ada", Rules.tier("at-risk", MONDAY_NOON + MINUTE)));
    tell(Notice.ofUser("bob", Rules.tier("at-risk", MONDAY_NOON + MINUTE)));
    tell(Notice.ofUser("cyd", Told.forgotten(Told.Subject.STICKINESS)));
    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * LATENESS - 1));
    assertThat(granted()).isEmpty();

    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * LATENESS));
    assertThat(granted())
        .singleElement()
        .satisfies(
            grant -> {
              assertThat(grant.user()).isEqualTo("ada");
              assertThat(grant.atMillis()).isEqualTo(MONDAY_NOON + MINUTE);
            });
  }

  @Test
  void knowsWhatWasToldAfterARestore() throws Exception {
    tell(Rules.notice(Rules.AT_RISK, 1L));
    rulesAreRead();
    tell(Notice.ofUser("ada", Rules.interest("go", MONDAY_NOON)));
    tell(Notice.ofUser("ada", Rules.tier("casual", MONDAY_NOON)));
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
    tell(Notice.ofUser("ada", Rules.tier("at-risk", MONDAY_NOON + HOUR)));
    restore();

    // Told again by a job that was restored, too.
    tell(Notice.ofUser("ada", Rules.tier("casual", MONDAY_NOON)));
    tell(Notice.ofUser("ada", Rules.tier("at-risk", MONDAY_NOON + HOUR)));
    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * HOUR));
    assertThat(granted()).extracting(Grant::atMillis).containsExactly(MONDAY_NOON + HOUR);
  }

  @Test
  void whatIsToldLateIsLookedAtWithTheNextStepOfTime() throws Exception {
    tell(Rules.notice(Rules.AT_RISK, 1L));
    rulesAreRead();
    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * HOUR));
    tell(Notice.ofUser("ada", Rules.interest("go", MONDAY_NOON)));
    tell(Notice.ofUser("ada", Rules.tier("at-risk", MONDAY_NOON)));
    task.processWatermark1(new Watermark(MONDAY_NOON + 2 * HOUR + SECOND));

    assertThat(granted()).extracting(Grant::atMillis).containsExactly(MONDAY_NOON);
  }

  @Test
  void carriesTimeOnWhenNothingHappens() throws Exception {
    tell(Rules.notice(Rules.EACH, 1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    task.processWatermark1(new Watermark(MONDAY_NOON));
    task.setProcessingTime(WALL + LATENESS - SECOND);
    assertThat(granted()).isEmpty();

    task.setProcessingTime(WALL + 2 * LATENESS);
    assertThat(granted()).hasSize(1);
    // The clock has passed it, but no event has: it is in time.
    happen("ada", MONDAY_NOON + 1);
    task.setProcessingTime(WALL + 3 * LATENESS);
    assertThat(granted()).hasSize(2);
  }

  @Test
  void anotherNumberOfTasksKnowsTheSame() throws Exception {
    tell(Rules.notice(Rules.WEEKLY, 1L));
    rulesAreRead();
    for (String user : List.of("ada", "bob", "cyd", "dan")) {
      happen(user, MONDAY_NOON);
      happen(user, MONDAY_NOON + SECOND);
    }
    task.processWatermark1(new Watermark(MONDAY_NOON + SECOND));
    OperatorSubtaskState snapshot = task.snapshot(1L, 1L);

    List<String> rewarded = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      close();
      task = newTask(3, index);
      task.setProcessingTime(WALL);
      task.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 1, 3, index));
      task.open();
      knowExperts(FAR);
      rulesAreRead();
      for (String user : List.of("ada", "bob", "cyd", "dan")) {
        if (isMine(user, index)) {
          happen(user, MONDAY_NOON + 2 * SECOND);
        }
      }
      task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));
      granted().forEach(grant -> rewarded.add(grant.user()));
    }

    assertThat(rewarded).containsExactlyInAnyOrder("ada", "bob", "cyd", "dan");
  }

  private static boolean isMine(String user, int index) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(user, MAX_PARALLELISM, 3) == index;
  }

  @Test
  void leavesOutWhatWaitsForATimerThatIsGivenUp() throws Exception {
    tell(Rules.notice(Rules.EACH, 1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    happen("ada", MONDAY_NOON + SECOND);
    GivenUp.of(task.getOperator(), "ada").leaveOut(MONDAY_NOON + LATENESS);
    task.processWatermark1(new Watermark(MONDAY_NOON + HOUR));

    assertThat(granted()).extracting(Grant::atMillis).containsExactly(MONDAY_NOON + SECOND);
  }

  @Test
  void readersSeeAUserWhoIsGivenUpInNoAudience() throws Exception {
    tell(Rules.notice(Rules.idle("idle", "2h"), 1L));
    rulesAreRead();
    happen("ada", MONDAY_NOON);
    task.processWatermark1(new Watermark(MONDAY_NOON + 3 * HOUR));
    task.getSideOutput(UserEngagement.AUDIENCES).clear();
    GivenUp.of(task.getOperator(), "ada").forget();

    assertThat(task.getSideOutput(UserEngagement.AUDIENCES)).isNotEmpty();
  }
}
