package dev.freshet.localstack.run;

import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;

/** One job of the platform, in both the ways that it can run. */
interface Product {

  /**
   * Begins it in this process.
   *
   * @param writes receives each write to Redis
   */
  InProcess begin(Consumer<RedisWrite> writes);

  /** Its topology, from clean streams to what is written to Redis. */
  List<DataStream<RedisWrite>> topology(EventStreams events);

  /** The job at work in this process. */
  interface InProcess {

    void accept(CatalogueItem item);

    void accept(Interaction interaction);

    /** Event time has come so far: what was due until then is done. */
    void pass(long watermarkMillis);

    /** Writes what only the end of the log settles. */
    void end();
  }
}
