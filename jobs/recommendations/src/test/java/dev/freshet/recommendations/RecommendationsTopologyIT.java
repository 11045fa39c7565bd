package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static dev.freshet.recommendations.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.LoopbackCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topology on a cluster, fed from lists, without Kafka and Redis. */
class RecommendationsTopologyIT {

  private static final int USERS = 6;
  private static final int ITEMS_EACH = 8;
  private static final int MORE_THAN_ALL = 10_000;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(4);

  private static List<Interaction> interactions() {
    List<Interaction> interactions = new ArrayList<>();
    for (int step = 0; step < ITEMS_EACH; step++) {
      for (int user = 0; user < USERS; user++) {
        interactions.add(
            click(
                "user-" + user, "item-" + (step + user) % 10, NOON + interactions.size() * MINUTE));
      }
    }
    return interactions;
  }

  private static List<CatalogueItem> catalogue() {
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      catalogue.add(Platform.item("item-" + i, "tag-" + i % 2));
    }
    return catalogue;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void writesTheDocumentsOfEveryUserAndItem(int parallelism) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(new Configuration());
    env.setParallelism(parallelism);
    RecommendationsTopology topology =
        RecommendationsTopology.of(
            Streamed.of(env, "interactions", interactions(), Interaction.class)
                .keyBy(Interaction::user),
            Streamed.of(env, "catalogue", catalogue(), CatalogueItem.class),
            SETTINGS,
            null);

    Map<String, RedisWrite> written = new TreeMap<>();
    topology
        .users()
        .executeAndCollect(MORE_THAN_ALL)
        .forEach(write -> written.put(write.key(), write));

    for (int user = 0; user < USERS; user++) {
      assertThat(written).containsKey("rec:user-" + user);
      RedisWrite rec = Objects.requireNonNull(written.get("rec:user-" + user));
      assertThat(RecDocument.of(Platform.json(rec.value())).excluded()).hasSize(ITEMS_EACH);
      assertThat(rec.ttlMillis()).isEqualTo(SETTINGS.userTtl().toMillis());
    }
    for (int i = 0; i < 10; i++) {
      assertThat(written).containsKey("similar:item-" + i);
    }
  }
}
