package dev.freshet.localstack.run;

import dev.freshet.runtime.redis.RedisWrite;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Keeps what Redis would hold, and tells it when there is no more to come. */
final class FinalWrites extends AbstractStreamOperator<RedisWrite>
    implements OneInputStreamOperator<RedisWrite, RedisWrite> {

  private static final long serialVersionUID = 1L;

  private final RedisImage redis = new RedisImage();
  private final String run;

  FinalWrites(String run) {
    this.run = run;
  }

  @Override
  public void processElement(StreamRecord<RedisWrite> write) {
    redis.apply(write.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    UnderWay.of(run).arrived(task, mark.getTimestamp());
  }

  @Override
  public void finish() throws Exception {
    redis.writes().forEach(write -> output.collect(new StreamRecord<>(write)));
    super.finish();
  }
}
