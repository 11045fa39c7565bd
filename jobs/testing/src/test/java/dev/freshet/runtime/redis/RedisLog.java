package dev.freshet.runtime.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What this package warns of. */
final class RedisLog extends AbstractAppender implements AutoCloseable {

  private final Logger logger = (Logger) LogManager.getLogger(RedisLog.class.getPackageName());
  private final List<String> lines = new CopyOnWriteArrayList<>();

  RedisLog() {
    super(RedisLog.class.getName(), null, null, true, Property.EMPTY_ARRAY);
    start();
    logger.addAppender(this);
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage());
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    logger.removeAppender(this);
  }
}
