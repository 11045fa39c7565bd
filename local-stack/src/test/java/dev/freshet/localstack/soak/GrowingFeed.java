package dev.freshet.localstack.soak;

import dev.freshet.localstack.up.Feed;
import dev.freshet.localstack.up.Pace;
import dev.freshet.localstack.up.Producer;
import dev.freshet.scoring.event.Interaction;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clicks of ever more users on ever more items; one user and one item have a quarter of them each.
 */
final class GrowingFeed implements Feed {

  private static final int EVENTS_PER_USER = 12;
  private static final int EVENTS_PER_ITEM = 100;
  private static final int FIRST = 50;

  private final Random random = new Random(5);
  private final AtomicLong sent = new AtomicLong();

  /** How many users there are by now. */
  long users() {
    return FIRST + sent.get() / EVENTS_PER_USER;
  }

  /** How many items there are by now. */
  long items() {
    return FIRST + sent.get() / EVENTS_PER_ITEM;
  }

  /** How many events were sent. */
  long sent() {
    return sent.get();
  }

  @Override
  public void run(Producer producer, Pace pace) throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      pace.await();
      producer.send(next());
      sent.incrementAndGet();
    }
  }

  private Interaction next() {
    int kind = random.nextInt(4);
    String user = kind == 0 ? "hot" : "user-" + random.nextLong(users());
    String item = kind == 1 ? "hot" : "item-" + random.nextLong(items());
    return Interaction.click("id-" + sent.get(), user, item, System.currentTimeMillis());
  }

  @Override
  public String description() {
    return "ever more users and items";
  }
}
