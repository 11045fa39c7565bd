package dev.freshet.recommendations.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.ranking.AppliedRules;
import dev.freshet.scoring.ranking.Exploration;
import dev.freshet.scoring.ranking.Exploration.Place;
import dev.freshet.scoring.ranking.ListMaking;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.ranking.TagShare;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of a list that explores, on a real Redis. */
class ExploredPagesIT {

  private static final long NOON = Documents.AS_OF_MILLIS;

  /** Two of them are candidates of the user, far down. */
  private static final List<ScoredItem> NEWCOMERS =
      List.of(
          new ScoredItem("new-1", 3.0),
          new ScoredItem("item-25", 2.0),
          new ScoredItem("new-2", 1.5),
          new ScoredItem("item-5", 0.5),
          new ScoredItem("new-3", 0.5));

  private static final ServedRule PIN =
      ServedRule.always("pin", ListAction.PIN, 30, 0.0, "item-40");

  @RegisterExtension private static final RedisWithReader REDIS = new RedisWithReader();

  @BeforeAll
  static void fill() {
    REDIS.storeRec(
        "rec:ada",
        IntStream.range(0, 50)
            .mapToObj(i -> new Candidate("item-" + i, 100.0 - i, "vector"))
            .toList());
    REDIS.store(
        "pulse",
        Documents.with(
            Documents.plainPulse(List.of(new Pulsing("python", -1.0))),
            """
            "experiments":[{"name":"a","placements":["home"],"salt":"a","holdout":0,"from":0,
             "until":9e15,"variants":[{"name":"b","share":1,"exploration":0.1}]}],
            %s,%s"""
                .formatted(Documents.newcomers(NEWCOMERS), Documents.rules(List.of(PIN)))));
  }

  private static List<Place> page(long atMillis, int places, int from, String... filter) {
    Stream<String> arguments =
        Stream.of(
            Integer.toString(places),
            "FROM",
            Integer.toString(from),
            "AT",
            Long.toString(atMillis),
            "PLACEMENT",
            "home",
            "WITHVARIANT");
    List<List<String>> reply =
        REDIS
            .commands()
            .fcallReadOnly(
                RedisKeys.RECOMMEND,
                ScriptOutputType.MULTI,
                new String[] {"rec:ada", "pulse"},
                Stream.concat(arguments, Stream.of(filter)).toArray(String[]::new));
    return reply.stream()
        .skip(1)
        .map(
            row ->
                new Place(
                    row.get(0),
                    Double.parseDouble(row.get(1)),
                    row.get(2),
                    Double.parseDouble(row.get(3))))
        .toList();
  }

  @Test
  void pagesOfOneMomentAreTheListInPieces() {
    for (long minute = 0; minute < 200; minute++) {
      long at = NOON + minute * 60_000L;
      List<Place> whole = page(at, 40, 0);

      assertThat(whole).extracting(Place::item).hasSize(40).doesNotHaveDuplicates();
      assertThat(Stream.concat(page(at, 20, 0).stream(), page(at, 20, 20).stream()))
          .as("minute %d", minute)
          .isEqualTo(whole);
    }
  }

  @Test
  void noPageHasACandidateANewcomerOrAPinWithATagThatIsNotWanted() {
    List<String> refused = List.of("item-3", "new-1", "item-25", "item-40", "python");
    Map<String, List<String>> tags = new HashMap<>();
    refused.forEach(item -> tags.put(item, List.of("beginner")));
    REDIS.storeTags("tags", tags);
    Set<String> seen = new HashSet<>();
    for (long minute = 0; minute < 200; minute++) {
      page(NOON + minute * 60_000L, 60, 0, "NOT", "1", "beginner").stream()
          .map(Place::item)
          .forEach(seen::add);
    }

    assertThat(seen).contains("new-2", "item-48").doesNotContainAnyElementsOf(refused);
  }

  @Test
  void aNewcomerThatIsFurtherDownMayComeBeforeItsPlaceAsInJava() {
    AppliedRules rules = AppliedRules.of(List.of(PIN), "home", audience -> false, NOON, true);
    List<Recommendation> bestFirst =
        IntStream.range(0, 50)
            .mapToObj(i -> new Recommendation("item-" + i, 100.0 - i, "vector"))
            .toList();
    ListMaking making = new ListMaking(bestFirst, rules, TagShare.ALL, 40);
    Exploration exploration = new Exploration(0.1, "a");
    List<Place> early = new ArrayList<>();
    for (long minute = 0; minute < 200; minute++) {
      long at = NOON + minute * 60_000L;
      List<Place> whole = page(at, 40, 0);
      whole.stream().filter(place -> place.item().equals("item-25")).forEach(early::add);

      assertThat(whole).isEqualTo(exploration.explore(making, NEWCOMERS, "ada", at));
    }
    assertThat(early).extracting(Place::reason).contains("new:", "vector");
  }
}
