package dev.freshet.stickiness;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.scoring.stickiness.ConversionModel;
import dev.freshet.scoring.stickiness.ReturnModel;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Writes users' states, each with the probabilities by the latest models, and tells other jobs of
 * them if they are to know.
 */
final class Publishing
    extends KeyedBroadcastProcessFunction<String, Observation, LearnedModel, RedisWrite>
    implements CheckpointedFunction {

  static final OutputTag<UserState> USER_STATES = new OutputTag<>("user-states") {};

  /**
   * The models by kind. The state's name and type are part of every savepoint: change them only
   * with a migration.
   */
  static final MapStateDescriptor<Byte, byte[]> MODEL =
      new MapStateDescriptor<>(
          "model", Types.BYTE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private final StickinessJobSettings settings;
  private transient RedisDocuments documents;

  /** The models decoded, null when they have to be decoded again. */
  private transient @Nullable ReturnModel returns;

  private transient @Nullable ConversionModel conversions;

  Publishing(StickinessJobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    Layouts.declare(context.getOperatorStateStore(), MODEL.getName(), ReturnModel.LAYOUT);
    Layouts.declare(context.getOperatorStateStore(), MODEL.getName(), ConversionModel.LAYOUT);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // The layouts stay as declared, and Flink keeps the models.
  }

  @Override
  public void open(OpenContext context) {
    documents = new RedisDocuments(settings);
  }

  @Override
  public void processElement(
      Observation observation, ReadOnlyContext context, Collector<RedisWrite> out)
      throws Exception {
    try {
      Outlook outlook = Outlook.of(observation, returns(context), conversions(context), settings);
      documents.of(observation, outlook).forEach(out::collect);
      if (settings.userStates()) {
        context.output(USER_STATES, outlook.userState(observation));
      }
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), context.timestamp(), e);
    }
  }

  private ReturnModel returns(ReadOnlyContext context) throws Exception {
    ReturnModel decoded = returns;
    if (decoded == null) {
      byte[] serialized = context.getBroadcastState(MODEL).get(LearnedModel.RETURN);
      decoded = serialized == null ? new ReturnModel() : ReturnModel.deserialize(serialized);
      returns = decoded;
    }
    return decoded;
  }

  private ConversionModel conversions(ReadOnlyContext context) throws Exception {
    ConversionModel decoded = conversions;
    if (decoded == null) {
      byte[] serialized = context.getBroadcastState(MODEL).get(LearnedModel.CONVERSION);
      decoded =
          serialized == null ? new ConversionModel() : ConversionModel.deserialize(serialized);
      conversions = decoded;
    }
    return decoded;
  }

  @Override
  public void processBroadcastElement(
      LearnedModel model, Context context, Collector<RedisWrite> out) throws Exception {
    context.getBroadcastState(MODEL).put(model.kind(), model.serialized());
    if (model.kind() == LearnedModel.RETURN) {
      returns = null;
    } else {
      conversions = null;
    }
  }
}
