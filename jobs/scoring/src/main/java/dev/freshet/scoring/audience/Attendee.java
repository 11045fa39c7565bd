package dev.freshet.scoring.audience;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.engagement.Participant;

/**
 * All that is kept of a user.
 *
 * @param participant what is known of the user, and how far the user has come with rules
 * @param attendance the user's audiences
 */
public record Attendee(Participant participant, Attendance attendance) {

  public static final Layout LAYOUT = Layout.of("attendee", 1, Participant.LAYOUT);

  /** A user of whom nothing is known. */
  public Attendee() {
    this(new Participant(), new Attendance());
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.part(participant.serialize());
    attendance.write(out);
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static Attendee deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    return new Attendee(Participant.deserialize(in.part()), Attendance.read(in));
  }
}
