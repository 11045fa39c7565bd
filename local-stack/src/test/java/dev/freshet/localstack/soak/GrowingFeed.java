package dev.freshet.localstack.soak;

import dev.freshet.localstack.up.Feed;
import dev.freshet.localstack.up.Pace;
import dev.freshet.localstack.up.Producer;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What ever more users do with ever more items: a list that is shown to them, and mostly a click,
 * else something learned, asked or answered. One user and one item have a quarter of it each.
 */
final class GrowingFeed implements Feed {

  private static final int EVENTS_PER_USER = 12;
  private static final int EVENTS_PER_ITEM = 100;
  private static final int FIRST = 50;

  private static final int MOSTLY = 10;
  private static final List<InteractionKind> ELSE =
      List.of(InteractionKind.STUDY, InteractionKind.QUESTION, InteractionKind.ANSWER);

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
      Interaction next = next();
      producer.show(listBefore(next));
      producer.send(next);
      sent.incrementAndGet();
    }
  }

  private Interaction next() {
    int share = random.nextInt(4);
    String user = share == 0 ? "hot" : "user-" + random.nextLong(users());
    String item = share == 1 ? "hot" : "item-" + random.nextLong(items());
    String id = "id-" + sent.get();
    long now = System.currentTimeMillis();
    int draw = random.nextInt(MOSTLY);
    InteractionKind kind = draw < ELSE.size() ? ELSE.get(draw) : InteractionKind.CLICK;
    Interaction next = Interaction.of(id, user, item, now, kind);
    return switch (kind) {
      case QUESTION -> next.inThread(id, "");
      case ANSWER -> next.inThread("id-" + random.nextLong(sent.get() + 1), "");
      default -> next;
    };
  }

  private static ListExposure listBefore(Interaction next) {
    return new ListExposure(
        "list-" + next.id(),
        next.user(),
        next.atMillis(),
        "home",
        next.item().equals("hot") ? List.of("hot") : List.of("hot", next.item()),
        Map.of(),
        EventTime.NEVER);
  }

  @Override
  public String description() {
    return "ever more users and items";
  }
}
