package dev.freshet.stickiness;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.stickiness.ConversionLesson;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.ReturnLesson;
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
        ReturnLesson.class,
        ConversionLesson.class,
        LearnedModel.class,
        PlatformChange.class,
        RedisWrite.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
