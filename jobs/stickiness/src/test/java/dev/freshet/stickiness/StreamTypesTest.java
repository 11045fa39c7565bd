package dev.freshet.stickiness;

import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.stickiness.ConversionExample;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.ReturnExample;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators never falls back to Kryo. */
class StreamTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Interaction.class,
        Observation.class,
        TierChange.class,
        ReturnExample.class,
        ConversionExample.class,
        LearnedModel.class,
        PlatformChange.class,
        RedisWrite.class,
        UserState.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
