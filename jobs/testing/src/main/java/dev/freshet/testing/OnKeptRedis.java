package dev.freshet.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.apache.flink.util.FileUtils;

/**
 * A test of a job with a Redis that keeps on disk what it holds, and can be set back to that.
 *
 * @param <P> the platform of the job
 */
public abstract class OnKeptRedis<P extends JobPlatform> extends OnJobPlatform<P> {

  private static final String REDIS = "redis";
  private static final String COPY = "copy";

  /**
   * @param open makes a platform that keeps everything in a directory, with this Redis
   */
  protected OnKeptRedis(BiFunction<Path, EmbeddedRedis, P> open) {
    super(directory -> open.apply(directory, EmbeddedRedis.start(0, directory.resolve(REDIS))));
  }

  /** Keeps a copy of what Redis holds now; Redis is away meanwhile. */
  protected final void copyRedis() throws IOException {
    platform.server().stop();
    FileUtils.copy(flinkPath(directory.resolve(REDIS)), flinkPath(directory.resolve(COPY)), false);
    platform.server().launch();
  }

  /** Redis is killed, and comes back with what it held when the copy was made. */
  protected final void setRedisBack() throws IOException {
    platform.server().kill();
    FileUtils.deleteDirectory(directory.resolve(REDIS).toFile());
    Files.move(directory.resolve(COPY), directory.resolve(REDIS));
    platform.server().launch();
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path path) {
    return new org.apache.flink.core.fs.Path(path.toUri());
  }
}
