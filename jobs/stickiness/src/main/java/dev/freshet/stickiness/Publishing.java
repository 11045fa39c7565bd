package dev.freshet.stickiness;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.stickiness.ReturnModel;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Writes users' standings, each with the probability to return by the latest model. */
final class Publishing extends BroadcastProcessFunction<Observation, byte[], RedisWrite> {

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static final MapStateDescriptor<Byte, byte[]> MODEL =
      new MapStateDescriptor<>(
          "model", Types.BYTE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private static final byte ONLY = 0;

  private final StickinessJobSettings settings;
  private transient RedisDocuments documents;
  private transient @Nullable ReturnModel model;

  Publishing(StickinessJobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    documents = new RedisDocuments(settings);
  }

  @Override
  public void processElement(
      Observation observation, ReadOnlyContext context, Collector<RedisWrite> out)
      throws Exception {
    documents.of(observation, model(context)).forEach(out::collect);
  }

  private ReturnModel model(ReadOnlyContext context) throws Exception {
    ReturnModel decoded = model;
    if (decoded == null) {
      byte[] packed = context.getBroadcastState(MODEL).get(ONLY);
      decoded = packed == null ? new ReturnModel() : ReturnModel.unpack(packed);
      model = decoded;
    }
    return decoded;
  }

  @Override
  public void processBroadcastElement(byte[] packed, Context context, Collector<RedisWrite> out)
      throws Exception {
    context.getBroadcastState(MODEL).put(ONLY, packed);
    model = ReturnModel.unpack(packed);
  }
}
