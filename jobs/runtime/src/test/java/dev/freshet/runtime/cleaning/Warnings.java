package dev.freshet.runtime.cleaning;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Listens to what a class warns of. */
final class Warnings extends AbstractAppender implements AutoCloseable {

  private final Logger logger;
  private final List<String> told = new ArrayList<>();

  Warnings(Class<?> teller) {
    super(teller.getName(), null, null, true, Property.EMPTY_ARRAY);
    logger = (Logger) LogManager.getLogger(teller);
    start();
    logger.addAppender(this);
  }

  @Override
  public void append(LogEvent event) {
    if (event.getLevel().equals(Level.WARN)) {
      told.add(event.getMessage().getFormattedMessage());
    }
  }

  List<String> told() {
    return told;
  }

  @Override
  public void close() {
    logger.removeAppender(this);
  }
}
