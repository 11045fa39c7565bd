package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.job.Variant;
import java.nio.file.Path;
import java.util.List;

/** Takes a profile of each job, by the JVM's own Flight Recorder. */
record Profiler(Path folder) {

  List<String> options(Variant variant) {
    Path file = folder.resolve("job-" + variant.letter() + ".jfr");
    return List.of(
        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file,
        "-Xlog:jfr*=off");
  }
}
