package dev.freshet.recommendations;

import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Purchases and dislikes, between a real Kafka and a real Redis. */
class WhatCountsIT extends OnPlatform {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;

  private int events;

  private void happens(String user, String item, InteractionKind kind, int minute) {
    platform.happen(Interaction.of("event-" + events++, user, item, NOON + minute * MINUTE, kind));
  }

  private List<String> listed(String user) {
    return platform.read(user, 20).stream().map(place -> place.get(0)).toList();
  }

  @Test
  void learnsFromWhatIsBoughtAndHidesWhatIsTurnedDown() throws Exception {
    platform.announce(
        List.of(
            item("python", "programming"),
            item("java", "programming"),
            item("go", "programming"),
            item("yoga", "health")));
    platform.start(platform.options());
    for (String user : List.of("ada", "ben")) {
      happens(user, "python", InteractionKind.CLICK, 1);
      happens(user, "java", InteractionKind.CLICK, 2);
      happens(user, "go", InteractionKind.CLICK, 3);
    }
    happens("gus", "yoga", InteractionKind.DISLIKE, 10);
    happens("gus", "python", InteractionKind.PURCHASE, 11);
    happens("gus", "premium", InteractionKind.PURCHASE, 12);
    happens("eve", "yoga", InteractionKind.CLICK, 13);

    eventually()
        .untilAsserted(
            () -> {
              assertThat(listed("gus")).containsExactlyInAnyOrder("java", "go");
              assertThat(listed("eve")).contains("python", "java", "go").doesNotContain("premium");
              assertThat(platform.scores("interest:gus", "tags"))
                  .containsOnlyKeys("programming")
                  .containsEntry("programming", 5.0);
            });
    assertThat(platform.redis().exists("similar:premium")).isZero();

    happens("gus", "yoga", InteractionKind.LIKE, 14);
    happens("gus", "java", InteractionKind.DISLIKE, 15);

    eventually()
        .untilAsserted(
            () -> {
              assertThat(listed("gus")).containsExactly("go");
              assertThat(platform.scores("interest:gus", "tags"))
                  .containsOnlyKeys("programming", "health");
            });
  }
}
