package dev.freshet.recommendations;

import dev.freshet.runtime.record.KnownExperiments;
import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.experiment.Experiment;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.jspecify.annotations.Nullable;

/** The experiments that readers are to know, where there is a topic of them. */
final class ServedExperiments {

  private final KnownExperiments known = new KnownExperiments();

  /** Null where there is no topic; what a savepoint says of one that was there is forgotten. */
  private final @Nullable ListState<byte[]> parts;

  /**
   * @param store where they are kept, and have been
   * @param hasTopic whether there is a topic of experiments
   */
  ServedExperiments(OperatorStateStore store, boolean hasTopic) throws Exception {
    boolean wasThere = store.getRegisteredStateNames().contains(state().getName());
    if (!hasTopic && wasThere) {
      store.getListState(state()).clear();
    }
    parts = hasTopic ? store.getListState(state()) : null;
    if (parts != null) {
      for (byte[] part : parts.get()) {
        known.enter(part);
      }
    }
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> state() {
    return PackedState.parts("experiments");
  }

  /** Whether all are known that there were at the start. */
  boolean areKnown() {
    return parts == null || known.isBegun();
  }

  /** The topic tells something. */
  void accept(ToldExperiment told) {
    known.accept(told);
  }

  /** Those that are not over; readers judge by their own clock which have begun. */
  List<Experiment> notOverAt(long nowMillis) {
    return known.all().stream().filter(each -> nowMillis < each.untilMillis()).toList();
  }

  void snapshot() throws Exception {
    if (parts != null) {
      parts.update(known.parts());
    }
  }
}
