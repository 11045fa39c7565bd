package dev.freshet.localstack.bench.lab;

import dev.freshet.localstack.bench.job.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a profile of each job: a flame graph by async-profiler, or a recording by the JVM's own
 * Flight Recorder where there is no async-profiler for the machine.
 */
public final class Profiler {

  private final Path folder;
  private final Optional<Path> asyncProfiler;

  /**
   * @param folder where the profiles go, made if it is new
   */
  public Profiler(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    asyncProfiler = unpack();
  }

  private static Optional<Path> unpack() throws IOException {
    String processor =
        System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? "arm64" : "x64";
    try (@Nullable InputStream library =
        Profiler.class.getResourceAsStream("/linux-" + processor + "/libasyncProfiler.so")) {
      if (library == null || !System.getProperty("os.name").equals("Linux")) {
        return Optional.empty();
      }
      Path file = Files.createTempFile("libasyncProfiler", ".so");
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      file.toFile().deleteOnExit();
      return Optional.of(file);
    }
  }

  /** What the JVM of a job has to be started with. */
  public List<String> options(Variant variant) {
    String stem = folder.resolve("job-" + variant.letter()).toString();
    return asyncProfiler
        .map(
            library ->
                List.of(
                    // Timers of the process need no rights that a container may lack.
                    "-agentpath:%s=start,event=itimer,interval=1ms,file=%s.html"
                        .formatted(library, stem),
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:+DebugNonSafepoints"))
        .orElseGet(
            () ->
                List.of(
                    "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=%s.jfr"
                        .formatted(stem)));
  }
}
