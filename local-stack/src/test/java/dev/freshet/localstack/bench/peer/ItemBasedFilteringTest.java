package dev.freshet.localstack.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.RedisKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemBasedFilteringTest {

  private final List<Action> actions = new ArrayList<>();

  private void act(String user, String item, double weight) {
    actions.add(new Action(user, item, actions.size(), weight));
  }

  /** The last list of each user. */
  private Map<String, String> lists() throws Exception {
    StreamExecutionEnvironment env = ItemBasedFiltering.environment(new Configuration());
    env.setParallelism(1);
    Map<String, String> lists = new HashMap<>();
    ItemBasedFiltering.lists(
            env.fromData(TypeInformation.of(Action.class), actions.toArray(new Action[0])),
            RedisKeys.plain())
        .executeAndCollect(actions.size())
        .forEach(write -> lists.put(write.key(), write.value()));
    return lists;
  }

  @Test
  void listsWhatOthersDidMostSimilarFirst() throws Exception {
    act("ada", "algebra", 1);
    act("ada", "calculus", 1);
    act("bob", "poetry", 1);
    act("bob", "calculus", 1);
    act("cyd", "algebra", 1);
    act("cyd", "poetry", 1);
    act("dan", "calculus", 1);
    act("dan", "algebra", 1);
    act("eve", "algebra", 1);

    // Algebra and calculus: 2 / √(4 · 3), algebra and poetry: 1 / √(4 · 2).
    assertThat(lists())
        .containsEntry("rec:eve", "{\"asOf\":8,\"items\":[\"calculus\",\"poetry\"]}")
        .containsEntry("rec:dan", "{\"asOf\":7,\"items\":[\"poetry\"]}");
  }

  @Test
  void countsTheLowerOfTwoRatingsAndEachRatingOnce() throws Exception {
    act("ada", "algebra", 3);
    act("ada", "poetry", 1);
    act("ada", "poetry", 1);
    act("ada", "poetry", 1);
    act("bob", "algebra", 3);
    act("bob", "calculus", 1);
    act("bob", "calculus", 2);
    act("eve", "algebra", 1);

    // Algebra and calculus: 2 / √(7 · 2), algebra and poetry: 1 / √(7 · 1).
    assertThat(lists())
        .containsEntry("rec:eve", "{\"asOf\":7,\"items\":[\"calculus\",\"poetry\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Action.class,
        Rated.class,
        RecentItems.class,
        RowUpdate.class,
        ItemRow.class,
        SimilarItems.class,
        LikedItem.class
      })
  void serializesWithoutKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
