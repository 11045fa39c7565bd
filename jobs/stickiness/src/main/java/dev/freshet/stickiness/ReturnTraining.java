package dev.freshet.stickiness;

import dev.freshet.scoring.stickiness.ReturnLesson;
import dev.freshet.scoring.stickiness.ReturnModel;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.jspecify.annotations.Nullable;

/** Learns who returns. */
final class ReturnTraining extends Training<ReturnLesson> {

  ReturnTraining(StickinessJobSettings settings) {
    super(settings, LearnedModel.RETURN);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> modelState() {
    return new ValueStateDescriptor<>(
        "return-model", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  ValueStateDescriptor<byte[]> state() {
    return modelState();
  }

  @Override
  byte[] learn(byte @Nullable [] packed, ReturnLesson lesson) {
    ReturnModel model = packed == null ? new ReturnModel() : ReturnModel.unpack(packed);
    model.learn(lesson);
    return model.pack();
  }
}
