package dev.freshet.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds TCP ports on the loopback interface that nothing listens on. */
public final class FreePort {

  private FreePort() {}

  /**
   * The port asked for, or one that was free just now if 0 was asked for.
   *
   * @throws IllegalStateException if something listens on the port already
   */
  public static int orFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " is taken", e);
    }
  }
}
