package dev.freshet.engagement;

import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Told;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators never falls back to Kryo. */
class StreamTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        RawRecord.class,
        Notice.class,
        Told.class,
        Grant.class,
        AccountChange.class,
        GivenReward.class,
        Passage.class,
        RedisWrite.class,
        FollowUp.class,
        OutcomeChange.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
