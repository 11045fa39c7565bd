package dev.freshet.stickiness;

import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.stickiness.ConversionExample;
import dev.freshet.scoring.stickiness.ConversionModel;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.jspecify.annotations.Nullable;

/** Learns who buys. */
final class ConversionTraining extends Training<ConversionExample> {

  ConversionTraining(StickinessJobSettings settings) {
    super(settings, LearnedModel.CONVERSION);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> modelState() {
    return PackedState.value("conversion-model");
  }

  @Override
  ValueStateDescriptor<byte[]> state() {
    return modelState();
  }

  @Override
  Layout layout() {
    return ConversionModel.LAYOUT;
  }

  @Override
  byte[] learn(byte @Nullable [] serialized, ConversionExample example) {
    ConversionModel model =
        serialized == null ? new ConversionModel() : ConversionModel.deserialize(serialized);
    model.learn(example);
    return model.serialize();
  }
}
