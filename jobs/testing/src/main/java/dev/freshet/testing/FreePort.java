package dev.freshet.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds TCP ports on the loopback interface that nothing listens on. */
public final class FreePort {

  /** What was told to be free, and may not be listened on yet. */
  private static final Set<Integer> TOLD = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /**
   * The port asked for, or one that was free just now if 0 was asked for; never the same twice.
   *
   * @throws IllegalStateException if something listens on the port already
   */
  public static int orFree(int port) {
    int free = bound(port);
    while (port == 0 && !TOLD.add(free)) {
      free = bound(port);
    }
    return free;
  }

  private static int bound(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " is taken", e);
    }
  }
}
