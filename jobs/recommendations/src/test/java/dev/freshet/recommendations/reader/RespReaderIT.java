package dev.freshet.recommendations.reader;

import java.io.IOException;

/** The contract as {@code redis-cli} sees it. */
class RespReaderIT extends ReaderContract {

  @Override
  Reader connect(RedisWithReader redis) throws IOException {
    return new RespReader(redis.port());
  }
}
