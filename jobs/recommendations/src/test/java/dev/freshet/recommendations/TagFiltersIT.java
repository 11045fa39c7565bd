package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.click;
import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;

/** Lists by tags are as the catalogue says now, whatever Redis has lost. */
class TagFiltersIT extends OnPlatform {

  private static final int ALL = 20;

  private List<String> read(String... filter) {
    return platform.read("ada", ALL, filter).stream().map(row -> row.get(0)).toList();
  }

  private void assertThatListsAreFiltered() {
    TaggedItems.assertThatListsAreFiltered(this::read);
  }

  @Test
  void areFilteredByTheTagsThatTheCatalogueSaysNow() throws Exception {
    platform.announce(TaggedItems.CATALOGUE);
    JobClient job = platform.start(options);
    List<Interaction> events = new ArrayList<>();
    for (String user : List.of("ben", "cyd", "ada")) {
      for (String item : List.of("python", "java", "go", "paint")) {
        if (!user.equals("ada") || item.equals("python")) {
          events.add(click(user, item, NOON + events.size() * MINUTE));
        }
      }
    }
    platform.happen(events);
    eventually().untilAsserted(this::assertThatListsAreFiltered);

    platform.redis().flushall();
    eventually().untilAsserted(this::assertThatListsAreFiltered);

    String savepoint = platform.stop(job);
    platform.redis().del("tags");
    assertThat(read("NOT", "1", "beginner")).isEmpty();
    platform.resume(options, savepoint);
    eventually().untilAsserted(this::assertThatListsAreFiltered);

    platform.announce(List.of(item("java", "code"), item("go", "beginner")));
    eventually()
        .untilAsserted(
            () ->
                assertThat(read("NOT", "1", "beginner"))
                    .containsExactlyInAnyOrder("java", "paint"));
  }
}
