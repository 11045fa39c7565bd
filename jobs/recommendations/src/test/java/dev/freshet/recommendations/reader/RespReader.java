package dev.freshet.recommendations.reader;

import dev.freshet.schemas.RedisKeys;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads with the bytes that {@code redis-cli} puts on the wire (RESP2), and nothing else. */
final class RespReader implements Reader {

  private final Socket socket;
  private final DataInputStream in;

  RespReader(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  @Override
  public List<Place> read(List<String> keys, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("FCALL_RO", RedisKeys.RECOMMEND, Integer.toString(keys.size())));
    words.addAll(keys);
    words.addAll(arguments);
    Object reply = send(words);
    return ((List<?>) reply).stream().map(element -> Place.of((List<?>) element)).toList();
  }

  /**
   * Sends one command.
   *
   * @return a string, a long or a list of such
   * @throws ReadRefusedException if the reply is an error
   */
  Object send(List<String> words) {
    try {
      socket.getOutputStream().write(encoded(words));
      return reply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] encoded(List<String> words) {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.writeBytes(ascii("*" + words.size() + "\r\n"));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      command.writeBytes(ascii("$" + bytes.length + "\r\n"));
      command.writeBytes(bytes);
      command.writeBytes(ascii("\r\n"));
    }
    return command.toByteArray();
  }

  private Object reply() throws IOException {
    String head = line();
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new ReadRefusedException(rest);
      case ':' -> Long.parseLong(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> elements(Integer.parseInt(rest));
      default -> throw new IOException("not a RESP2 reply: " + head);
    };
  }

  private List<Object> elements(int count) throws IOException {
    List<Object> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(reply());
    }
    return elements;
  }

  private String bulk(int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    line();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
      bytes.write(next);
    }
    in.readUnsignedByte();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
