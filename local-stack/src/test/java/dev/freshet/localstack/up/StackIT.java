package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.localstack.ListeningSockets;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.schemas.RedisKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a stack shows of itself to the network. */
class StackIT {

  /** This machine by another address, which Linux answers on for whoever listens on all of them. */
  private static final byte[] OTHER_ADDRESS = {127, 0, 0, 2};

  private static final Ports PORTS = new Ports(new PrintWriter(Writer.nullWriter()));
  private static final Stack.Addresses ADDRESSES =
      new Stack.Addresses(
          port("Flink", 18081), port("Kafka", 19092), port("Redis", 16379), port("metrics", 19249));

  private static DataDirectory data;
  private static Stack stack;

  private static int port(String what, int usual) {
    return PORTS.choose(what, "", null, usual);
  }

  @BeforeAll
  static void start() {
    data = DataDirectory.open(null);
    stack = new Stack(data, ADDRESSES, new Configuration());
  }

  @AfterAll
  static void close() throws IOException {
    stack.close();
    data.close();
  }

  /** With them the engagement job runs, one of whose tasks ends soon. */
  private static RuleSet rules() throws IOException {
    return new RulesOption().rules();
  }

  private static int flinkAnswers(HttpRequest.Builder request, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + ADDRESSES.flink() + path);
    return HttpClient.newHttpClient()
        .send(request.uri(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void answersOnLoopback() throws Exception {
    assertThat(flinkAnswers(HttpRequest.newBuilder(), "/jobs")).isEqualTo(200);
  }

  /** Of tasks that did not run yet no checkpoint could be taken, and with it no savepoint. */
  @Test
  void hasJobsThatTakeCheckpointsAsSoonAsItHasStarted() throws Exception {
    Stack.Addresses free =
        new Stack.Addresses(port("Flink", 18081), port("Kafka", 19092), port("Redis", 16379), null);
    try (DataDirectory nothingKept = DataDirectory.open(null);
        Stack started = new Stack(nothingKept, free, new Configuration(), rules(), List.of())) {
      started.settle(Duration.ofMinutes(1));
      started.requireRunning();
    }
  }

  /** Lists as the reader function makes them, with the variants that it serves. */
  @Test
  void countsWhatLearnersAreShownAndTakeByVariant() throws Exception {
    Stack.Addresses free =
        new Stack.Addresses(port("Flink", 18081), port("Kafka", 19092), port("Redis", 16379), null);
    try (DataDirectory nothingKept = DataDirectory.open(null);
        Stack started =
            new Stack(
                nothingKept,
                free,
                new Configuration(),
                RuleSet.NONE,
                new ExperimentsOption().experiments());
        Producer producer = new Producer(started.settings().kafka());
        HomePage page = new HomePage(started.redisUri(), RedisKeys.plain());
        Frontend frontend = new Frontend(started.redisUri(), RedisKeys.plain())) {
      Feed feed = new SimulatedFeed(SimulatorSettings.withSeed(3)).showing(page);
      Feeding feeding = new Feeding(feed, producer, new Pace(200));
      feeding.start();
      try {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> frontend.shows("look-around").orElse(""),
                text ->
                    text.matches(
                        "look-around \\(control [1-9][0-9,]*, exploring [1-9][0-9,]* users\\): .+"));
      } finally {
        feeding.stop();
      }
      feeding.requireSucceeded();
      started.requireRunning();
    }
  }

  @Test
  void takesNoJars() throws Exception {
    HttpRequest.Builder upload = HttpRequest.newBuilder().POST(BodyPublishers.ofString("a jar"));

    assertThat(flinkAnswers(upload, "/jars/upload")).isEqualTo(404);
  }

  @Test
  void answersOnNoOtherAddress() {
    for (int port :
        List.of(
            ADDRESSES.flink(),
            ADDRESSES.kafka(),
            ADDRESSES.redis(),
            Objects.requireNonNull(ADDRESSES.metrics()))) {
      assertThatThrownBy(() -> new Socket(InetAddress.getByAddress(OTHER_ADDRESS), port).close())
          .as("port " + port)
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void hasNoSocketThatIsReachedFromElsewhere() throws IOException {
    assumeTrue(ListeningSockets.areTold());

    assertThat(ListeningSockets.all()).hasSizeGreaterThan(3);
    assertThat(ListeningSockets.beyondLoopback()).isEmpty();
  }
}
