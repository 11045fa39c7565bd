package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

  private final StringWriter said = new StringWriter();
  private final Ports ports = new Ports(new PrintWriter(said, true));

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void takesTheNextFreePortAndSaysSo() throws IOException {
    try (ServerSocket socket = taken()) {
      int chosen = ports.choose("Redis", "--port-redis", null, socket.getLocalPort());

      assertThat(chosen).isGreaterThan(socket.getLocalPort());
      assertThat(said.toString())
          .contains("Port " + socket.getLocalPort() + " is taken")
          .contains("Redis listens on " + chosen)
          .contains("--port-redis");
    }
  }

  @Test
  void refusesATakenPortThatWasAskedFor() throws IOException {
    try (ServerSocket socket = taken()) {
      assertThatThrownBy(() -> ports.choose("Redis", "--port-redis", socket.getLocalPort(), 6379))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining(socket.getLocalPort() + " for Redis is taken")
          .hasMessageContaining("--port-redis");
    }
  }

  @Test
  void takesAFreePortInSilence() throws IOException {
    int free;
    try (ServerSocket socket = taken()) {
      free = socket.getLocalPort();
    }

    assertThat(ports.choose("Redis", "--port-redis", free, 6379)).isEqualTo(free);
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void givesNoPortTwice() throws IOException {
    int free;
    try (ServerSocket socket = taken()) {
      free = socket.getLocalPort();
    }
    ports.choose("Kafka", "--port-kafka", free, 9092);

    assertThatThrownBy(() -> ports.choose("Redis", "--port-redis", free, 6379))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--port-redis");
    assertThat(ports.choose("Redis", "--port-redis", null, free)).isGreaterThan(free);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void refusesWhatIsNoPort(int asked) {
    assertThatThrownBy(() -> ports.choose("Redis", "--port-redis", asked, 6379))
        .isInstanceOf(UsageException.class)
        .hasMessage("--port-redis must be a port from 1 to 65535, is " + asked);
  }
}
