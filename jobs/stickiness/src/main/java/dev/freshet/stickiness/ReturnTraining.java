package dev.freshet.stickiness;

import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.stickiness.ReturnExample;
import dev.freshet.scoring.stickiness.ReturnModel;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.jspecify.annotations.Nullable;

/** Learns who returns. */
final class ReturnTraining extends Training<ReturnExample> {

  ReturnTraining(StickinessJobSettings settings) {
    super(settings, LearnedModel.RETURN);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> modelState() {
    return PackedState.value("return-model");
  }

  @Override
  ValueStateDescriptor<byte[]> state() {
    return modelState();
  }

  @Override
  Layout layout() {
    return ReturnModel.LAYOUT;
  }

  @Override
  byte[] learn(byte @Nullable [] serialized, ReturnExample example) {
    ReturnModel model =
        serialized == null ? new ReturnModel() : ReturnModel.deserialize(serialized);
    model.learn(example);
    return model.serialize();
  }
}
