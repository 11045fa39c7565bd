package dev.freshet.localstack.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP proxy on the loopback interface whose connections can be disturbed. */
final class Proxy implements AutoCloseable {

  private static final int CHUNK = 16 << 10;

  private final ServerSocket door;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile long delayMillis;

  /**
   * @param target the port that is stood in for
   */
  Proxy(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Leads to another server from now on. */
  void target(int port) {
    target = port;
    cut();
  }

  /** Ends all connections; new ones are possible. */
  void cut() {
    links.forEach(Link::close);
  }

  /** Lets nothing through on the connections there are, and tells neither side. */
  void silence() {
    links.forEach(link -> link.silent = true);
  }

  /** The same for the connections that a process has opened. */
  void silence(long pid) throws IOException {
    Set<Integer> ports = LocalSockets.portsOf(pid);
    links.stream()
        .filter(link -> ports.contains(link.client.getPort()))
        .forEach(link -> link.silent = true);
  }

  /** Holds up everything for so long. */
  void slow(Duration delay) {
    delayMillis = delay.toMillis();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        connect(door.accept());
      } catch (IOException e) {
        // Closed: there is nobody more to let in.
        return;
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
      links.add(link);
      daemon(() -> link.carry(client, link.server));
      daemon(() -> link.carry(link.server, client));
    } catch (IOException e) {
      // Nobody listens there, which is what the client is to see.
      client.close();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection, from both sides. */
  private final class Link {

    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void carry(Socket from, Socket to) {
      byte[] chunk = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          TimeUnit.MILLISECONDS.sleep(delayMillis);
          if (!silent) {
            out.write(chunk, 0, read);
          }
        }
      } catch (IOException | InterruptedException e) {
        // One side has gone; the other is told.
      }
      if (!silent) {
        close();
      }
    }

    private void close() {
      try (client;
          server) {
        links.remove(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
