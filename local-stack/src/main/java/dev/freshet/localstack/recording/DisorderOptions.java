package dev.freshet.localstack.recording;

import dev.freshet.localstack.command.DurationConverter;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.Usage;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that can bring disorder into a log. */
public final class DisorderOptions {

  private static final double USUAL_SHARE = 0.2;

  @Option(
      names = "--shuffle",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Let records come later than they should, by at most so much of the log's time, such as"
              + " '1 min'. This is the one thing that changes the order of a key's records.")
  private Duration bound = Duration.ZERO;

  @Option(
      names = "--shuffle-share",
      paramLabel = "SHARE",
      description = "Share of the records that come later. By default 0.2 with --shuffle.")
  private double lateShare = -1.0;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      description =
          "Share of the records that come twice, the second time as much later as --shuffle allows.")
  private double duplicateShare;

  @Mixin private SeedOption seed = new SeedOption();

  /** What the options ask for, checked. */
  public Disorder disorder() {
    Usage.require(
        lateShare < 0 || !bound.isZero(),
        "--shuffle-share needs --shuffle, which says how late is late");
    double share = lateShare >= 0 ? lateShare : bound.isZero() ? 0.0 : USUAL_SHARE;
    return Usage.checked(() -> new Disorder(bound, share, duplicateShare, seed.value()));
  }
}
