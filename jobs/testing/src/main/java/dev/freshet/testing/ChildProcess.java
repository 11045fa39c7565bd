package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Main classes in JVMs of their own, and signals to processes. */
public final class ChildProcess {

  /** How far a JVM compiles: tests live too short for its best. */
  private static final String COMPILER = "-XX:TieredStopAtLevel=";

  private ChildProcess() {}

  /**
   * How a JVM is started. The class path goes by the environment, so that command lines stay short
   * enough to be told apart. It compiles as far as this one does.
   *
   * @param options of the JVM
   * @param arguments the main class and what it is given
   */
  static ProcessBuilder java(String classPath, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(compilerOptions());
    command.addAll(options);
    command.addAll(arguments);
    ProcessBuilder java = new ProcessBuilder(command).redirectErrorStream(true);
    java.environment().put("CLASSPATH", classPath);
    return java;
  }

  /** Options with which another JVM compiles as far as this one does; none if it was not told. */
  public static List<String> compilerOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith(COMPILER))
        .toList();
  }

  /** Stops a process where it is, as a long pause of its machine would, until it is resumed. */
  public static void pause(long pid) throws InterruptedException {
    signal("STOP", pid);
  }

  /** Lets a paused process go on. */
  public static void resume(long pid) throws InterruptedException {
    signal("CONT", pid);
  }

  private static void signal(String name, long pid) throws InterruptedException {
    try {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("no process " + pid + " takes the signal " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    }
  }

  /**
   * Kills what a JVM, itself killed without warning, has left running for a directory.
   *
   * @param directory that only processes to be ended have on their command line
   * @return how many there were
   */
  public static int endOrphans(Path directory) {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      List<ProcessHandle> orphans =
          processes.filter(process -> isOf(process, directory.toAbsolutePath())).toList();
      orphans.forEach(ProcessHandle::destroyForcibly);
      orphans.forEach(process -> process.onExit().join());
      return orphans.size();
    }
  }

  /** The directory is an argument, or a path below it is. */
  private static boolean isOf(ProcessHandle process, Path directory) {
    return process.pid() != ProcessHandle.current().pid()
        && process.info().command().orElse("").endsWith("java")
        && Stream.of(process.info().arguments().orElse(new String[0]))
            .anyMatch(
                argument -> argument.startsWith("/") && Path.of(argument).startsWith(directory));
  }
}
