package dev.freshet.runtime.record;

import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.experiment.Experiment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task was told of experiments. */
public final class KnownExperiments {

  private static final Logger LOG = LoggerFactory.getLogger(KnownExperiments.class);

  private static final Comparator<Experiment> ORDER =
      Comparator.comparingLong(Experiment::fromMillis).thenComparing(Experiment::name);

  private final RecordEncoding<dev.freshet.schemas.Experiment> encoding =
      RecordEncoding.experiments();
  private final Map<String, Known> known = new TreeMap<>();
  private boolean isBegun;

  /**
   * What was told last.
   *
   * @param record null if there is none
   */
  private record Known(long offset, byte @Nullable [] record, @Nullable Experiment experiment) {}

  /** Whether everything is known that there was at the start. */
  public boolean isBegun() {
    return isBegun;
  }

  /** All of them, whether they have begun, are over, or neither: by their beginning, then name. */
  public List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    for (Known each : known.values()) {
      if (each.experiment() != null) {
        all.add(each.experiment());
      }
    }
    all.sort(ORDER);
    return all;
  }

  /**
   * The topic tells something; what lies behind it on the topic and was told before stays.
   *
   * @return whether something is other than it was
   */
  public boolean accept(ToldExperiment told) {
    if (told.isEndOfStart()) {
      boolean isNews = !isBegun;
      isBegun = true;
      return isNews;
    }
    Known before = known.get(told.name());
    if (before != null && before.offset() >= told.offset()) {
      return false;
    }
    Experiment experiment = told.record() == null ? null : usable(told.name(), told.record());
    known.put(told.name(), new Known(told.offset(), told.record(), experiment));
    return experiment != null || (before != null && before.experiment() != null);
  }

  /** Checked before it was told; a savepoint may bring one of which that no longer holds. */
  private @Nullable Experiment usable(String name, byte[] record) {
    try {
      return ExperimentRecords.experiment(encoding.decode(record));
    } catch (IllegalArgumentException | MalformedRecordException | UnknownSchemaException e) {
      LOG.warn("The experiment {} cannot be used any more: {}", name, e.getMessage());
      return null;
    }
  }

  /** Everything that was told, for a checkpoint: each experiment as bytes. */
  public List<byte[]> parts() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (Map.Entry<String, Known> each : known.entrySet()) {
      parts.add(part(each.getKey(), each.getValue().offset(), each.getValue().record()));
    }
    if (isBegun) {
      parts.add(part("", -1L, null));
    }
    return parts;
  }

  private static byte[] part(String name, long offset, byte @Nullable [] record)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(name);
      out.writeLong(offset);
      out.writeInt(record == null ? -1 : record.length);
      out.write(record == null ? new byte[0] : record);
    }
    return bytes.toByteArray();
  }

  /** Takes over what {@link #parts} gave. */
  public void enter(byte[] part) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(part))) {
      String name = in.readUTF();
      long offset = in.readLong();
      int length = in.readInt();
      accept(new ToldExperiment(name, length < 0 ? null : in.readNBytes(length), offset));
    }
  }
}
