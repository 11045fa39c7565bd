package dev.freshet.recommendations.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads as a Node frontend does, with {@code ioredis} in a Node process of its own. */
final class NodeReader implements Reader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long INSTALL_MINUTES = 3;

  private final Process node;
  private final Writer requests;
  private final BufferedReader replies;

  private NodeReader(Process node) {
    this.node = node;
    this.requests = node.outputWriter(StandardCharsets.UTF_8);
    this.replies = node.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Installs the client library in {@code directory} and starts Node there.
   *
   * @throws NodeMissingException if this machine has no Node or cannot install the library
   */
  static NodeReader start(int port, Path directory) throws IOException, NodeMissingException {
    Files.createDirectories(directory);
    for (String file : List.of("package.json", "package-lock.json", "read.mjs")) {
      try (InputStream content = NodeReader.class.getResourceAsStream(file)) {
        if (content == null) {
          throw new IllegalStateException(file + " is missing from the class path");
        }
        Files.copy(content, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    run(directory, "node", "--version");
    run(directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    return new NodeReader(
        new ProcessBuilder("node", "read.mjs", Integer.toString(port))
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  @Override
  public List<Place> read(List<String> keys, List<String> arguments) {
    try {
      requests.write(JSON.writeValueAsString(Map.of("keys", keys, "args", arguments)) + "\n");
      requests.flush();
      String line = replies.readLine();
      if (line == null) {
        throw new IllegalStateException("the Node process ended before it replied");
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new ReadRefusedException(answer.get("error").asText());
      }
      List<Place> places = new ArrayList<>();
      for (JsonNode place : answer.get("reply")) {
        places.add(Place.of(JSON.convertValue(place, List.class)));
      }
      return places;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.destroy();
  }

  private static void run(Path directory, String... command)
      throws IOException, NodeMissingException {
    Path log = directory.resolve(command[0] + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new NodeMissingException(
            String.join(" ", command)
                + (ended ? " failed" : " took too long")
                + ": "
                + Files.readString(log).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeMissingException("interrupted while preparing Node");
    } catch (IOException e) {
      throw new NodeMissingException(command[0] + " cannot be started: " + e.getMessage());
    }
  }
}
