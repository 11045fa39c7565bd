package dev.freshet.schemas;

/**
 * The Redis function library that ranks a user's list as it is read.
 *
 * <p>It registers {@code recommend}, {@code similar}, and {@code freshet_version}, which replies
 * with {@link #VERSION}. {@code redis-keys.md} says how clients call them.
 */
public final class ReaderFunction {

  /** The name of the library, which is what {@code FUNCTION LOAD REPLACE} replaces. */
  public static final String NAME = "freshet";

  /**
   * The version of the library, three whole numbers separated by dots. It rises with every change
   * of the code: a loader replaces an older version only.
   */
  public static final String VERSION = "1.12.0";

  private static final String RESOURCE = "recommend.lua";

  private ReaderFunction() {}

  /** The source text as {@code FUNCTION LOAD} takes it. */
  public static String code() {
    return LibrarySource.read(RESOURCE);
  }
}
