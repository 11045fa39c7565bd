package dev.freshet.localstack.up;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds ports that are free, each only once. */
public final class Ports {

  private static final int TRIES = 100;
  private static final int HIGHEST = 65_535;

  private final PrintWriter out;
  private final Set<Integer> chosen = new HashSet<>();

  public Ports(PrintWriter out) {
    this.out = out;
  }

  /**
   * The port that was asked for, or the usual one, or the next free one after it, said aloud.
   *
   * @param what who is to listen, for people
   * @param option the option that asks for another port
   * @param asked the port asked for, or null
   * @param usual the port to begin with otherwise
   * @throws UsageException if the port asked for is none
   * @throws CommandException if it is taken, by another choice too, or too many after the usual one
   *     are taken
   */
  public int choose(String what, String option, @Nullable Integer asked, int usual) {
    if (asked != null) {
      if (asked < 1 || asked > HIGHEST) {
        throw new UsageException(option + " must be a port from 1 to " + HIGHEST + ", is " + asked);
      }
      if (!isFree(asked) || !chosen.add(asked)) {
        throw new CommandException(
            "port " + asked + " for " + what + " is taken; give another with " + option);
      }
      return asked;
    }
    for (int port = usual; port < usual + TRIES; port++) {
      if (isFree(port) && chosen.add(port)) {
        if (port != usual) {
          out.printf(
              "Port %d is taken, so %s listens on %d (%s chooses).%n", usual, what, port, option);
        }
        return port;
      }
    }
    throw new CommandException(
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
