package dev.freshet.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.ListRuleAction;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListRuleRecordsTest {

  private static final long NOON = 1_764_072_000_000L;

  private static final ListRule CAMPAIGN =
      new ListRule(
          "spring",
          Set.of("home", "mail"),
          "item.price < 20.0",
          ListAction.PIN,
          2,
          "",
          "drifting-away",
          NOON,
          NOON + 1,
          -3,
          "marketing",
          "Spring week");

  private static final ListRule DIVERSE =
      new ListRule(
          "diverse",
          Set.of(),
          "",
          ListAction.MOST,
          2,
          "tag:series/",
          "",
          NOON,
          ListRule.NO_END,
          0,
          "",
          "");

  @Test
  void bringRulesBack() {
    assertThat(ListRuleRecords.rule(ListRuleRecords.record(CAMPAIGN))).isEqualTo(CAMPAIGN);
    assertThat(ListRuleRecords.rule(ListRuleRecords.record(DIVERSE))).isEqualTo(DIVERSE);
  }

  @Test
  void refuseAnActionOfALaterVersion() {
    dev.freshet.schemas.ListRule record =
        dev.freshet.schemas.ListRule.newBuilder(ListRuleRecords.record(DIVERSE))
            .setAction(ListRuleAction.OTHER)
            .build();

    assertThatThrownBy(() -> ListRuleRecords.rule(record))
        .hasMessage("action: is one that this version does not know");
  }

  @Test
  void tellTheirKeysFromOthers() {
    assertThat(ListRuleRecords.key("spring")).isEqualTo("list:spring");
    assertThat(ListRuleRecords.isKey("list:spring")).isTrue();
    assertThat(ListRuleRecords.isKey("audience:spring")).isFalse();
    assertThat(ListRuleRecords.id("list:spring")).isEqualTo("spring");
  }

  @Test
  void areKnownByTheHighestOffsetAlsoAfterACheckpoint() throws Exception {
    ListRuleDecoder decoder = new ListRuleDecoder();
    KnownByKey<UsableListRule> known = new KnownByKey<>(decoder::decode);
    byte[] record = RecordEncoding.listRules().encode(ListRuleRecords.record(DIVERSE));
    known.accept("diverse", record, 5L);
    known.accept("diverse", null, 4L);
    known.accept("broken", new byte[] {1}, 6L);
    known.accept("", null, -1L);

    KnownByKey<UsableListRule> restored = new KnownByKey<>(decoder::decode);
    for (byte[] part : known.parts()) {
      restored.enter(part);
    }

    assertThat(restored.isBegun()).isTrue();
    assertThat(Objects.requireNonNull(restored.find("diverse")).rule()).isEqualTo(DIVERSE);
    assertThat(restored.find("broken")).isNull();
    assertThat(restored.all()).hasSize(1);
    assertThat(restored.accept("diverse", null, 6L)).isTrue();
    assertThat(restored.all()).isEmpty();
  }
}
