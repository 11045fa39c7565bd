package dev.freshet.testing;

import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the image of Flink that jobs are deployed on has in {@code lib}. */
public final class FlinkImage {

  /** By parts of the paths of a Maven repository. */
  private static final List<String> IN_IT =
      List.of(
          "/org/apache/flink/flink-",
          "/at/yawk/lz4/",
          "/com/esotericsoftware/",
          "/com/google/code/findbugs/",
          "/com/ververica/frocksdbjni/",
          "/commons-",
          "/org/apache/commons/",
          "/org/apache/logging/log4j/",
          "/org/javassist/",
          "/org/objenesis/",
          "/org/slf4j/",
          "/org/snakeyaml/",
          "/org/xerial/snappy/");

  private static final List<String> NOT_IN_IT =
      List.of(
          "/flink-connector-kafka/",
          "/flink-connector-base/",
          "/flink-kubernetes-operator",
          "/flink-autoscaler/",
          "/flink-test-utils",
          "-tests.jar");

  private FlinkImage() {}

  /** A class path of just that, chosen from the class path of this JVM. */
  public static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> IN_IT.stream().anyMatch(entry::contains))
        .filter(entry -> NOT_IN_IT.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
