package dev.freshet.localstack.run;

import dev.freshet.recommendations.RecommendationsInProcess;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.recommendations.RecommendationsTopology;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The recommendations job. */
record RecommendationsProduct(RecommendationsSettings settings) implements Product {

  @Override
  public InProcess begin(Consumer<RedisWrite> writes) {
    RecommendationsInProcess job = new RecommendationsInProcess(settings);
    return new InProcess() {
      @Override
      public void accept(CatalogueItem item) {
        job.accept(item);
      }

      @Override
      public void accept(Interaction interaction) {
        job.accept(interaction);
      }

      @Override
      public void pass(long watermarkMillis) {
        // Nothing is due at a time of its own.
      }

      @Override
      public void end() {
        job.end();
        job.drain().forEach(writes);
      }
    };
  }

  @Override
  public List<DataStream<RedisWrite>> topology(EventStreams events) {
    RecommendationsTopology topology =
        RecommendationsTopology.of(events.interactionsByUser(), events.catalogue(), settings, null);
    return List.of(topology.users(), topology.platform());
  }
}
