package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RejectedRecord;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators never falls back to Kryo. */
class StateTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        DecodedRecord.class,
        PlacedInteraction.class,
        ItemNotice.class,
        RejectedPlace.class,
        RejectedRecord.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
