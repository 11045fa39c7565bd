package dev.freshet.engagement;

import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.audience.InForce;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.metrics.MetricGroup;

/**
 * The rules, audiences and tags of items, of which all tasks are told the same, so that one
 * checkpoint of them is enough.
 */
final class KnownToAll {

  private final RuleTable rules;
  private final ItemTags tags = new ItemTags();
  private final InForce inForce;
  private final ListState<byte[]> ruleParts;
  private final ListState<byte[]> tagParts;

  /**
   * @param store where it is kept, and has been
   */
  KnownToAll(EngagementSettings settings, OperatorStateStore store) throws Exception {
    rules = new RuleTable(settings);
    inForce = new InForce(rules.book(), rules.audiences(), tags::of);
    ruleParts = store.getUnionListState(rulesState());
    for (byte[] part : ruleParts.get()) {
      rules.enter(part);
    }
    tagParts = store.getUnionListState(tagsState());
    for (byte[] part : tagParts.get()) {
      tags.enter(part);
    }
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> rulesState() {
    return PackedState.parts("rules");
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> tagsState() {
    return PackedState.parts("tags");
  }

  /** Tells how many there are. */
  void show(MetricGroup metrics) {
    EngagementMetrics.RULES.show(metrics, rules::inForce);
    EngagementMetrics.RULES_OFF.show(metrics, rules::off);
    EngagementMetrics.AUDIENCES.show(metrics, rules::audiencesInForce);
  }

  RuleTable rules() {
    return rules;
  }

  /** What users are looked at by. */
  InForce inForce() {
    return inForce;
  }

  /**
   * All tasks are told something.
   *
   * @return whether users may belong to other audiences by that
   */
  boolean accept(Notice notice) {
    if (notice.rule().isEmpty()) {
      tags.put(notice.item(), notice.tags());
      return false;
    }
    return rules.accept(notice.rule(), notice.record(), notice.offset());
  }

  /**
   * For the checkpoint.
   *
   * @param isFirst whether this task, of all, is the one that keeps it
   */
  void snapshot(boolean isFirst) throws Exception {
    ruleParts.update(isFirst ? rules.parts() : List.of());
    tagParts.update(isFirst ? tags.parts() : List.of());
  }
}
