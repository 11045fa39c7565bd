package dev.freshet.recommendations.reader;

/** The contract as a Java frontend sees it. */
class LettuceReaderIT extends ReaderContract {

  @Override
  Reader connect(RedisWithReader redis) {
    return new LettuceReader(redis.commands());
  }
}
