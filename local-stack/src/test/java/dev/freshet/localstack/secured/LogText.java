package dev.freshet.localstack.secured;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/** What everything in this process logs, from the level on that a cluster has by default. */
final class LogText extends AbstractAppender implements AutoCloseable {

  private final Logger root = (Logger) LogManager.getRootLogger();
  private final Level levelBefore = root.getLevel();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  LogText() {
    super(LogText.class.getName(), null, null, true, Property.EMPTY_ARRAY);
    start();
    root.addAppender(this);
    root.setLevel(Level.INFO);
  }

  @Override
  public void append(LogEvent event) {
    StringWriter text = new StringWriter().append(event.getMessage().getFormattedMessage());
    @Nullable Throwable thrown = event.getThrown();
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(text));
    }
    lines.add(text.toString());
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    root.setLevel(levelBefore);
    root.removeAppender(this);
  }
}
