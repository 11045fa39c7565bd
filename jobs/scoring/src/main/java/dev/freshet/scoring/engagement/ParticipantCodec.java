package dev.freshet.scoring.engagement;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a {@link Participant} that have no state of their own, as bytes. */
final class ParticipantCodec {

  private static final byte UNKNOWN = 0;
  private static final byte KNOWN = 1;

  private ParticipantCodec() {}

  static void write(Standing standing, DataOutput out) throws IOException {
    if (standing.equals(Standing.UNKNOWN)) {
      out.writeByte(UNKNOWN);
      return;
    }
    out.writeByte(KNOWN);
    out.writeUTF(standing.tier());
    out.writeFloat((float) standing.score());
    out.writeFloat((float) standing.trend());
    out.writeFloat((float) standing.returnProbability());
    out.writeFloat((float) standing.propensity());
    out.writeShort(standing.interests().size());
    for (Map.Entry<String, Double> interest : standing.interests().entrySet()) {
      out.writeUTF(interest.getKey());
      out.writeFloat(interest.getValue().floatValue());
    }
  }

  static Standing readStanding(DataInput in) throws IOException {
    if (in.readByte() == UNKNOWN) {
      return Standing.UNKNOWN;
    }
    String tier = in.readUTF();
    float score = in.readFloat();
    float trend = in.readFloat();
    float returns = in.readFloat();
    float propensity = in.readFloat();
    Map<String, Double> interests = new TreeMap<>();
    for (int tags = in.readShort(); tags > 0; tags--) {
      interests.put(in.readUTF(), (double) in.readFloat());
    }
    return new Standing(tier, score, trend, returns, propensity, interests);
  }

  static void write(Occasion occasion, DataOutput out) throws IOException {
    out.writeLong(occasion.atMillis());
    out.writeLong(occasion.fingerprint());
    out.writeUTF(occasion.kind());
    out.writeUTF(occasion.item());
    out.writeDouble(occasion.minutes());
    out.writeDouble(occasion.progress());
    out.writeBoolean(occasion.completed());
    out.writeDouble(occasion.rating());
  }

  static Occasion readOccasion(DataInput in) throws IOException {
    return new Occasion(
        in.readLong(),
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean(),
        in.readDouble());
  }
}
