package dev.freshet.schemas;

/**
 * The Redis function library through which the jobs write, so that older never takes the place of
 * newer.
 *
 * <p>It registers {@link #CLAIM}, {@link #WRITE}, {@link #REMOVE} and {@code
 * freshet_write_version}. Its source text says what they take and reply.
 */
public final class WriteFunction {

  /** The name of the library, which is what {@code FUNCTION LOAD REPLACE} replaces. */
  public static final String NAME = "freshet_write";

  /**
   * The version of the library, three whole numbers separated by dots. It rises with every change
   * of the code: a loader replaces an older version only.
   */
  public static final String VERSION = "1.2.0";

  /** The function by which a task begins to write, in place of those of an earlier start. */
  public static final String CLAIM = "freshet_claim";

  /** The function that writes. */
  public static final String WRITE = "freshet_write";

  /** The same for what takes away only, which Redis does when it is out of memory too. */
  public static final String REMOVE = "freshet_remove";

  private static final String RESOURCE = "write.lua";

  private WriteFunction() {}

  /** The source text as {@code FUNCTION LOAD} takes it. */
  public static String code() {
    return LibrarySource.read(RESOURCE);
  }
}
