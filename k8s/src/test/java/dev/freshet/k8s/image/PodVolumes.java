package dev.freshet.k8s.image;

import dev.freshet.k8s.check.BaseJob;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;

/** The folders that the containers of a job share, each where its pods have a volume. */
final class PodVolumes {

  /** Options that only this machine has, as a component adds some; no reward waits long here. */
  static final String ADDRESSES = "/opt/freshet/options/addresses.yaml";

  static final String CONFIGURATION = "/opt/flink/conf";
  static final String LOGGING = CONFIGURATION + "/log4j-console.properties";

  private static final String STATE = "/state";

  private static final List<String> PLACES =
      List.of(CONFIGURATION, "/opt/flink/log", "/opt/freshet/options", "/rocksdb", STATE, "/tmp");

  private final Map<String, Path> folders = new TreeMap<>();

  /**
   * Makes them.
   *
   * @param folder to make them in
   */
  PodVolumes(Path folder) throws IOException {
    for (String place : PLACES) {
      Path made = Files.createDirectories(folder.resolve(place.substring(1).replace('/', '-')));
      // The user of the image is none of this machine.
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
      folders.put(place, made);
    }
  }

  /** Folders of this machine by where containers have them. */
  Map<String, Path> folders() {
    return folders;
  }

  /** Where jobs keep their state, as options of Flink. */
  static Configuration storage() {
    return Configuration.fromMap(
        Map.of(
            "execution.checkpointing.dir", "file://" + STATE + "/checkpoints",
            "execution.checkpointing.savepoint-dir", "file://" + STATE + "/savepoints"));
  }

  /** Writes what jobs read. */
  void writeOptions(BaseJob job, EmbeddedKafka kafka, EmbeddedRedis redis) throws IOException {
    for (Map.Entry<String, String> file : job.optionFiles().entrySet()) {
      write(file.getKey(), file.getValue());
    }
    write(
        ADDRESSES,
        """
        kafka.bootstrap-servers: %s
        redis.uri: %s
        events.idle-timeout: 1 s
        events.max-out-of-orderness: 1 s
        engagement.lateness: 0 s
        engagement.quiet: 2 s
        effect.lateness: 0 s
        effect.quiet: 2 s
        """
            .formatted(kafka.bootstrapServers(), redis.uri()));
  }

  /** Writes what Flink reads. */
  void writeConfiguration(Configuration flink) throws IOException {
    List<String> lines = ConfigurationUtils.convertConfigToWritableLines(flink, true);
    write(CONFIGURATION + "/config.yaml", String.join("\n", lines));
    write(
        LOGGING,
        """
        rootLogger.level = INFO
        rootLogger.appenderRef.console.ref = console
        appender.console.name = console
        appender.console.type = Console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5level %logger{1} - %msg%n
        logger.kafka.name = org.apache.kafka
        logger.kafka.level = WARN
        """);
  }

  private void write(String file, String content) throws IOException {
    int name = file.lastIndexOf('/') + 1;
    Files.writeString(folder(file.substring(0, name - 1)).resolve(file.substring(name)), content);
  }

  private Path folder(String place) {
    return Optional.ofNullable(folders.get(place))
        .orElseThrow(() -> new IllegalArgumentException("no volume is at " + place));
  }
}
