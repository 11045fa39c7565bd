package dev.freshet.localstack.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Finds ports that are free. */
final class Ports {

  private static final int TRIES = 100;

  private final PrintWriter out;

  Ports(PrintWriter out) {
    this.out = out;
  }

  /**
   * The port that was asked for, or the usual one, or the next free one after it, said aloud.
   *
   * @param what who is to listen, for people
   * @param option the option that asks for another port
   * @param asked the port asked for, or null
   * @param usual the port to begin with otherwise
   * @throws StackException if the port asked for is taken, or too many after the usual one are
   */
  int choose(String what, String option, @Nullable Integer asked, int usual) {
    if (asked != null) {
      if (!isFree(asked)) {
        throw new StackException(
            "port " + asked + " for " + what + " is taken; give another with " + option);
      }
      return asked;
    }
    for (int port = usual; port < usual + TRIES; port++) {
      if (isFree(port)) {
        if (port != usual) {
          out.printf(
              "Port %d is taken, so %s listens on %d (%s chooses).%n", usual, what, port, option);
        }
        return port;
      }
    }
    throw new StackException(
        "no free port for " + what + " from " + usual + " on; give one with " + option);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
