package dev.freshet.scoring.codec;

import java.util.stream.Collectors;

/** Packed state is laid out in a way that this build does not know: another build wrote it. */
public final class UnknownLayoutException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * @param known what this build reads
   * @param found the version that it does not
   */
  public UnknownLayoutException(Layout known, byte found) {
    super(
        "%s of version %d, of which this build knows %s"
            .formatted(
                known.what(),
                found,
                known.versions().stream()
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" and ", "version ", ""))));
  }
}
