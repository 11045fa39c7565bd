package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.metrics.MetricConfig;
import org.junit.jupiter.api.Test;

class LoopbackPrometheusTest {

  private static final int PORTS = 20;

  @Test
  void takesTheNextPortOfARangeWhereOneIsTaken() {
    int first = FreePort.orFree(0);
    List<Integer> before = answering(first);
    LoopbackPrometheus one = open(first);
    LoopbackPrometheus other = open(first);

    assertThat(answering(first)).containsAll(before).hasSize(before.size() + 2);
    one.close();
    other.close();
    assertThat(answering(first)).isEqualTo(before);
  }

  private static LoopbackPrometheus open(int first) {
    MetricConfig config = new MetricConfig();
    config.setProperty("port", first + "-" + (first + PORTS));
    LoopbackPrometheus reporter = new LoopbackPrometheus.Factory().createMetricReporter(config);
    reporter.open(config);
    return reporter;
  }

  private static List<Integer> answering(int first) {
    return IntStream.rangeClosed(first, first + PORTS)
        .filter(LoopbackPrometheusTest::answers)
        .boxed()
        .toList();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
