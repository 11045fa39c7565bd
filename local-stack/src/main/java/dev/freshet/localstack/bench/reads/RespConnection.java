package dev.freshet.localstack.bench.reads;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A connection to Redis that passes over replies rather than make objects of them: on a machine
 * with two cores a client library would be what is measured.
 */
final class RespConnection implements AutoCloseable {

  private static final int BUFFER = 64 << 10;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  RespConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  /** A command as it is sent. */
  static byte[] command(List<String> words) {
    StringBuilder text = new StringBuilder("*" + words.size() + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  void send(byte[] commands) throws IOException {
    out.write(commands);
  }

  /**
   * Passes over one reply.
   *
   * @return how many values it held, itself and nothing included
   * @throws IOException if it is an error
   */
  int skipReply() throws IOException {
    int type = next();
    switch (type) {
      case '*' -> {
        int values = 1;
        for (long left = number(); left > 0; left--) {
          values += skipReply();
        }
        return values;
      }
      case '$' -> {
        long length = number();
        if (length >= 0) {
          in.skipNBytes(length + 2);
        }
        return 1;
      }
      case '-' -> throw new IOException("Redis refused: " + line());
      default -> {
        line();
        return 1;
      }
    }
  }

  private int next() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("Redis has closed the connection");
    }
    return read;
  }

  private long number() throws IOException {
    long number = 0;
    int sign = 1;
    for (int digit = next(); digit != '\r'; digit = next()) {
      if (digit == '-') {
        sign = -1;
      } else {
        number = number * 10 + digit - '0';
      }
    }
    next();
    return sign * number;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int letter = next(); letter != '\r'; letter = next()) {
      line.append((char) letter);
    }
    next();
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
