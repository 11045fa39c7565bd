package dev.freshet.scoring.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why an item was shown: what stands before the colon of the reason that the reader tells. */
public enum ReasonKind {
  AFTER(0),
  SIMILAR(1),
  TAG(2),
  VECTOR(3),
  AGAIN(4),
  TRENDING(5),
  /** A variant that explores gave it a chance. */
  NEW(6),
  /** A rule put it there. */
  RULE(7),
  /** The user's document could not be read. */
  FALLBACK(8),
  /** A reason of which this build does not know, whatever it is: there are so many kinds only. */
  OTHER(9),
  /** Nobody said why. */
  UNTOLD(10);

  /** All of them, in the order of state and of documents: 16 at most, by {@link ShownList}. */
  static final List<ReasonKind> ALL = List.of(values());

  private static final char FIRST_LETTER = 'a';

  /** Those that a reason may begin with. */
  private static final Map<String, ReasonKind> BY_LABEL =
      Arrays.stream(values())
          .filter(kind -> kind.place < OTHER.place)
          .collect(Collectors.toMap(ReasonKind::label, Function.identity()));

  private final int place;

  /**
   * @param place where it is in state: never changed
   */
  ReasonKind(int place) {
    this.place = place;
  }

  int place() {
    return place;
  }

  static ReasonKind at(int place) {
    return ALL.get(place);
  }

  /** Its name where people read it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a reason, which may be empty. */
  static ReasonKind of(String reason) {
    if (reason.isEmpty()) {
      return UNTOLD;
    }
    int colon = reason.indexOf(':');
    return BY_LABEL.getOrDefault(colon < 0 ? reason : reason.substring(0, colon), OTHER);
  }

  /** A letter that stands for it. */
  char letter() {
    return (char) (FIRST_LETTER + place);
  }

  /** The kind of a letter. */
  static ReasonKind of(char letter) {
    return at(letter - FIRST_LETTER);
  }
}
