package dev.freshet.recommendations.reader;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;

/** The contract as a Node frontend sees it; skipped on machines that cannot run one. */
class NodeReaderIT extends ReaderContract {

  @Override
  Reader connect(RedisWithReader redis) throws IOException {
    try {
      return NodeReader.start(redis.port(), Path.of("target", "node-reader"));
    } catch (NodeMissingException e) {
      return abort("not tested with ioredis, because " + e.getMessage());
    }
  }
}
