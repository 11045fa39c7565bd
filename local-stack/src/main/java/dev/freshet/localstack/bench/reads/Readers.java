package dev.freshet.localstack.bench.reads;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that read at full speed, one thread and one connection each. */
final class Readers {

  private static final int MOST_SAMPLES = 1 << 20;
  private static final int RANDOM_COMMANDS = 512;

  /** The part of the time that does not count, while connections and server warm up. */
  private static final double WARM_UP = 0.25;

  private Readers() {}

  /** What one client saw: how many reads in which time, and how long each batch took. */
  private record Seen(long reads, long nanos, long[] batchNanos) {}

  /**
   * What all clients saw.
   *
   * @param perSecond reads in a second
   * @param microsMedian median time from sending a batch to its last reply
   * @param micros99 what 99 of 100 batches did not exceed
   */
  record Speed(double perSecond, double microsMedian, double micros99) {}

  /**
   * Reads for a while.
   *
   * @param pipeline how many commands are sent before their replies are read
   */
  static Speed read(int port, List<byte[]> commands, int connections, int pipeline, long millis) {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    CountDownLatch started = new CountDownLatch(connections);
    try {
      List<Future<Seen>> clients = new ArrayList<>();
      for (int client = 0; client < connections; client++) {
        List<byte[]> batches = batches(commands, pipeline, client);
        clients.add(threads.submit(() -> client(port, batches, pipeline, millis, started)));
      }
      List<Seen> seen = new ArrayList<>();
      for (Future<Seen> client : clients) {
        seen.add(client.get());
      }
      return speed(seen);
    } catch (ExecutionException e) {
      throw new UncheckedIOException(
          "a client failed", new IOException(String.valueOf(e.getCause()), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException("interrupted", new IOException(e));
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<byte[]> batches(List<byte[]> commands, int pipeline, int client) {
    Random random = new Random(client);
    List<byte[]> batches = new ArrayList<>();
    for (int i = 0; i < RANDOM_COMMANDS; i++) {
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      for (int j = 0; j < pipeline; j++) {
        batch.writeBytes(commands.get(random.nextInt(commands.size())));
      }
      batches.add(batch.toByteArray());
    }
    return batches;
  }

  private static Seen client(
      int port, List<byte[]> batches, int pipeline, long millis, CountDownLatch started)
      throws IOException, InterruptedException {
    try (RespConnection redis = new RespConnection(port)) {
      started.countDown();
      started.await();
      long begun = System.nanoTime();
      long countsFrom = begun + (long) (TimeUnit.MILLISECONDS.toNanos(millis) * WARM_UP);
      long ends = begun + TimeUnit.MILLISECONDS.toNanos(millis);
      long[] took = new long[1024];
      int counted = 0;
      long now = begun;
      for (int i = 0; now < ends; i++) {
        redis.send(batches.get(i % batches.size()));
        for (int j = 0; j < pipeline; j++) {
          redis.skipReply();
        }
        long replied = System.nanoTime();
        if (now >= countsFrom && counted < MOST_SAMPLES) {
          took = counted == took.length ? Arrays.copyOf(took, counted * 2) : took;
          took[counted++] = replied - now;
        }
        now = replied;
      }
      return new Seen((long) counted * pipeline, now - countsFrom, Arrays.copyOf(took, counted));
    }
  }

  private static Speed speed(List<Seen> seen) {
    long[] all = seen.stream().flatMapToLong(one -> Arrays.stream(one.batchNanos())).toArray();
    Arrays.sort(all);
    double perSecond = seen.stream().mapToDouble(one -> one.reads() * 1e9 / one.nanos()).sum();
    return new Speed(perSecond, quantile(all, 0.5) / 1e3, quantile(all, 0.99) / 1e3);
  }

  private static double quantile(long[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
