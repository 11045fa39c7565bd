package dev.freshet.recommendations;

import dev.freshet.runtime.record.KnownByKey;
import dev.freshet.runtime.record.ListRuleDecoder;
import dev.freshet.runtime.record.ToldListRule;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.listrule.ListRules;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.listrule.TraitsTable;
import dev.freshet.scoring.listrule.UsableListRule;
import dev.freshet.scoring.pulse.Pulse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The rules on lists that readers are to know, where there is a topic of them. What the catalogue
 * says that only they ask for is kept in any case, so that a job can be given a topic later.
 */
final class ServedListRules {

  private final KnownByKey<UsableListRule> known;
  private final ListRules rules;
  private final Set<String> rejected = new HashSet<>();
  private final ListState<byte[]> traits;

  /** Null where there is no topic; what a savepoint says of one that was there is forgotten. */
  private final @Nullable ListState<byte[]> parts;

  /**
   * @param store where they are kept, and have been
   * @param table all items
   * @param mostItems how many items readers get in all
   * @param hasTopic whether there is a topic of rules
   */
  ServedListRules(OperatorStateStore store, ItemTable table, int mostItems, boolean hasTopic)
      throws Exception {
    rules = new ListRules(table, mostItems);
    known = hasTopic ? known() : new KnownByKey<>(nobodyAsks -> null);
    traits = store.getListState(traitsState());
    Layouts.declare(store, traitsState().getName(), TraitsTable.LAYOUT);
    for (byte[] part : traits.get()) {
      rules.traits().restore(part);
    }
    boolean wasThere = store.getRegisteredStateNames().contains(state().getName());
    if (!hasTopic && wasThere) {
      store.getListState(state()).clear();
    }
    parts = hasTopic ? store.getListState(state()) : null;
    if (parts != null) {
      for (byte[] part : parts.get()) {
        known.enter(part);
      }
      known.all().forEach(rules::put);
    }
  }

  /** What compiles conditions is large. */
  private static KnownByKey<UsableListRule> known() {
    ListRuleDecoder decoder = new ListRuleDecoder();
    return new KnownByKey<>(decoder::decode);
  }

  /** The states' names and types are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> state() {
    return PackedState.parts("list-rules");
  }

  static ListStateDescriptor<byte[]> traitsState() {
    return PackedState.parts("item-traits");
  }

  /** Whether all are known that there were at the start. */
  boolean areKnown() {
    return parts == null || known.isBegun();
  }

  /** The topic tells something. */
  void accept(ToldListRule told) {
    known.accept(told.id(), told.record(), told.offset());
    if (told.isEndOfStart()) {
      return;
    }
    if (told.isRejected()) {
      rejected.add(told.id());
    } else {
      rejected.remove(told.id());
    }
    UsableListRule now = known.find(told.id());
    if (now == null) {
      rules.remove(told.id());
    } else {
      rules.put(now);
    }
  }

  /** The catalogue says something of an item, which the table has by now. */
  void describe(CatalogueItem item, long nowMillis) {
    rules.describe(item, nowMillis);
  }

  /** An item is new to the table. */
  void appear(String item, long nowMillis) {
    rules.change(item, nowMillis);
  }

  /** The table has forgotten items. */
  void forget() {
    rules.forget();
  }

  /** What readers are told of them now. */
  List<ServedRule> serve(Pulse pulse, long nowMillis) {
    return rules.serve(pulse.floor(), nowMillis);
  }

  /** How they stand. */
  ListRules rules() {
    return rules;
  }

  /** How many are not in force since their newest record cannot be used. */
  int rejected() {
    return rejected.size();
  }

  void snapshot() throws Exception {
    traits.update(rules.traits().serialize());
    if (parts != null) {
      parts.update(known.parts());
    }
  }
}
