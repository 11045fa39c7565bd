package dev.freshet.scoring.candidates;

import dev.freshet.scoring.codec.Varint;
import java.nio.ByteBuffer;

/** The mean vector of what a user did, in which what was done last counts most. */
final class MeanVector {

  private float[] components = new float[0];

  /** Its components, none before the first; not to be changed. */
  float[] components() {
    return components;
  }

  /** One of another length than the user's is not the catalogue's: it changes nothing. */
  void blend(float[] itemVector, double share) {
    if (itemVector.length == 0
        || (components.length > 0 && components.length != itemVector.length)) {
      return;
    }
    float[] blended = new float[itemVector.length];
    for (int i = 0; i < blended.length; i++) {
      double before = components.length == 0 ? 0.0 : components[i];
      blended[i] = (float) ((1 - share) * before + share * itemVector[i]);
      if (!Float.isFinite(blended[i])) {
        return;
      }
    }
    components = blended;
  }

  /** The most bytes that {@link #serialize} writes. */
  int mostBytes() {
    return Varint.MOST_INT_BYTES + components.length * Float.BYTES;
  }

  void serialize(ByteBuffer buffer) {
    Varint.put(buffer, components.length);
    for (float component : components) {
      buffer.putFloat(component);
    }
  }

  static MeanVector deserialize(ByteBuffer buffer) {
    MeanVector vector = new MeanVector();
    vector.components = new float[Varint.getInt(buffer)];
    for (int i = 0; i < vector.components.length; i++) {
      vector.components[i] = buffer.getFloat();
    }
    return vector;
  }
}
