package dev.freshet.localstack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobManagerTest {

  private static final String JOBS =
      "{\"jobs\":[{\"jid\":\"1\",\"name\":\"effect\",\"state\":\"RUNNING\","
          + "\"tasks\":{\"total\":3,\"running\":2,\"finished\":1}}]}";

  @Test
  void isAskedAgainWhileItElectsItsLeader() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jobs/overview",
        exchange -> {
          boolean hasLeader = asked.incrementAndGet() > 2;
          byte[] answer = (hasLeader ? JOBS : "{\"errors\":[\"no leader\"]}").getBytes(UTF_8);
          exchange.sendResponseHeaders(hasLeader ? 200 : 503, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      JobManager jobManager = new JobManager(server.getAddress().getPort());

      assertThat(jobManager.jobs())
          .containsExactly(Map.entry("effect", new JobManager.Job("1", 3, 3)));
      assertThat(asked).hasValue(3);
    } finally {
      server.stop(0);
    }
  }
}
