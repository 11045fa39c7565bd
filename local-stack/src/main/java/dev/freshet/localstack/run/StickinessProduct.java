package dev.freshet.localstack.run;

import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.stickiness.StickinessInProcess;
import dev.freshet.stickiness.StickinessJobSettings;
import dev.freshet.stickiness.StickinessTopology;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The stickiness job. */
record StickinessProduct(StickinessJobSettings settings) implements Product {

  @Override
  public InProcess begin(Consumer<RedisWrite> writes) {
    StickinessInProcess job = new StickinessInProcess(settings, writes);
    return new InProcess() {
      @Override
      public void accept(CatalogueItem item) {
        // Nobody stays because of what an item is.
      }

      @Override
      public void accept(Interaction interaction) {
        job.accept(interaction);
      }

      @Override
      public void pass(long watermarkMillis) {
        job.pass(watermarkMillis);
      }

      @Override
      public void end() {
        job.end();
      }
    };
  }

  @Override
  public List<DataStream<RedisWrite>> topology(EventStreams events) {
    StickinessTopology topology =
        StickinessTopology.of(events.interactionsByUser(), settings, null);
    return List.of(topology.users(), topology.platform());
  }
}
