package dev.freshet.localstack.bench.lab;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.testing.ChildProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A main class in a JVM of its own with this one's class path, which compiles as far as this one
 * does. It is talked to in lines and dies with this JVM, if not before.
 */
final class ChildJvm implements AutoCloseable {

  private static final int SHOWN_LINES = 12;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;
  private final Thread killAtExit;

  /**
   * @param log where it writes what it has to say of itself
   */
  ChildJvm(Class<?> main, Path log, List<String> options) {
    this.log = log;
    name = main.getSimpleName();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChildProcess.compilerOptions());
    command.addAll(options);
    command.add("-Dfreshet.log=" + log);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    try {
      process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM for " + name, e);
    }
    output = process.inputReader(StandardCharsets.UTF_8);
    input = process.outputWriter(StandardCharsets.UTF_8);
    killAtExit = new Thread(process::destroyForcibly, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  void say(String line) {
    try {
      input.write(line);
      input.write('\n');
      input.flush();
    } catch (IOException e) {
      throw died(e);
    }
  }

  /** Tells the child that nothing more will be said, which is how it is asked to end. */
  void hangUp() {
    try {
      input.close();
    } catch (IOException e) {
      throw died(e);
    }
  }

  /** The next line that begins so, without the beginning; other lines are passed over. */
  String await(String beginning) {
    for (String line = read(); ; line = read()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
  }

  String read() {
    try {
      @Nullable String line = output.readLine();
      if (line == null) {
        throw died(null);
      }
      return line;
    } catch (IOException e) {
      throw died(e);
    }
  }

  private CommandException died(@Nullable Exception cause) {
    process.destroyForcibly();
    return new CommandException(name + " has died; the end of " + log + ":\n" + tail(), cause);
  }

  private String tail() {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !line.startsWith("\tat ")).toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e + ")";
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has ended. */
  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is going down, and the hook has run.
    }
  }
}
