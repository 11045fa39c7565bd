package dev.freshet.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/** A savepoint turned into one that another build could have written. */
public final class ChangedSavepoint {

  private static final String METADATA = "_metadata";

  private final Path folder;

  /**
   * @param savepoint its address, on the local disk
   */
  public ChangedSavepoint(String savepoint) {
    folder = Path.of(URI.create(savepoint));
  }

  /** Gives the state of an operator to one of another uid. */
  public void rename(String uid, String other) throws IOException {
    CheckpointMetadata metadata = read();
    List<OperatorState> operators = new ArrayList<>();
    for (OperatorState operator : metadata.getOperatorStates()) {
      boolean isIt = operator.getOperatorUid().filter(uid::equals).isPresent();
      operators.add(isIt ? renamed(operator, other) : operator);
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve(METADATA))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(
              metadata.getCheckpointId(),
              operators,
              metadata.getMasterStates(),
              metadata.getCheckpointProperties()),
          out);
    }
  }

  private CheckpointMetadata read() throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(folder.resolve(METADATA)))) {
      return Checkpoints.loadCheckpointMetadata(
          in, ChangedSavepoint.class.getClassLoader(), folder.toUri().toString());
    }
  }

  private static OperatorState renamed(OperatorState operator, String uid) {
    OperatorState renamed =
        new OperatorState(
            operator.getOperatorName().orElse(null),
            uid,
            new OperatorID(),
            operator.getParallelism(),
            operator.getMaxParallelism());
    operator.getSubtaskStates().forEach(renamed::putState);
    return renamed;
  }

  /**
   * Makes the state say that a layout of it is of another version. The savepoint must not be
   * compressed.
   *
   * @param layout as the state of layouts names it
   * @return how many tasks said otherwise
   */
  public int setVersion(String layout, byte version) throws IOException {
    byte[] name = layout.getBytes(StandardCharsets.US_ASCII);
    return change(bytes -> setVersion(bytes, name, version));
  }

  /**
   * Changes the bytes of all files.
   *
   * @param change tells in how many places it has changed those of a file
   */
  private int change(ToIntFunction<byte[]> change) throws IOException {
    int changed = 0;
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      int inFile = change.applyAsInt(bytes);
      if (inFile > 0) {
        Files.write(file, bytes);
      }
      changed += inFile;
    }
    return changed;
  }

  /**
   * Makes packed state say that a text in it, of less than 127 bytes, is longer than what follows.
   * The savepoint must not be compressed.
   *
   * @return in how many places it was
   */
  public int damage(String text) throws IOException {
    byte[] packed = ("?" + text).getBytes(StandardCharsets.US_ASCII);
    packed[0] = (byte) text.length();
    return change(bytes -> damage(bytes, packed));
  }

  /** The length of a text is in the byte before it. */
  private static int damage(byte[] bytes, byte[] packed) {
    int damaged = 0;
    for (int at = 0; at + packed.length < bytes.length; at++) {
      if (ByteBuffer.wrap(bytes, at, packed.length).equals(ByteBuffer.wrap(packed))) {
        bytes[at] = Byte.MAX_VALUE;
        damaged++;
      }
    }
    return damaged;
  }

  /** Behind the name there is the number of versions, then each in a byte. */
  private static int setVersion(byte[] bytes, byte[] name, byte version) {
    int changed = 0;
    for (int at = 0; at + name.length + Integer.BYTES < bytes.length; at++) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, at, name.length);
      if (rest.equals(ByteBuffer.wrap(name))) {
        bytes[at + name.length + Integer.BYTES] = version;
        changed++;
      }
    }
    return changed;
  }
}
