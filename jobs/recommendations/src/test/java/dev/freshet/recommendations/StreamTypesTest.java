package dev.freshet.recommendations;

import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.training.ModelUpdate;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators or is kept as state never falls back to Kryo. */
class StreamTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Interaction.class,
        CatalogueItem.class,
        ListExposure.class,
        RowChange.class,
        EnrichedInteraction.class,
        RankingInput.class,
        ModelInput.class,
        ModelUpdate.class,
        ItemFacts.class,
        RedisWrite.class,
        UserState.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
