package dev.freshet.effect;

import dev.freshet.runtime.cleaning.PlacedExposure;
import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.scoring.experiment.ViewChange;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators never falls back to Kryo. */
class StreamTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        DecodedExposure.class,
        PlacedExposure.class,
        ListExposure.class,
        UserNews.class,
        ViewChange.class,
        ViewNews.class,
        EffectNews.class,
        EffectRecord.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
