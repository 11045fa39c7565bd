package dev.freshet.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Four learners and five courses: how often each took part in each.
 *
 * <p>The model is trained as it is live: in each pass every learner's interactions happen in random
 * order, each a choice among all courses given what the learner has done until then. Two personal
 * signals: how often the learner did a course, and for one not yet done its cosines with those that
 * were.
 */
class WorkedExampleTest {

  private static final int[][] MATRIX = {
    {5, 3, 2, 0, 1},
    {0, 4, 2, 1, 5},
    {4, 0, 1, 3, 2},
    {2, 0, 4, 1, 3}
  };
  private static final int COURSES = 5;
  private static final int PASSES = 400;

  private final ChoiceModel model = trained();

  private static double[] signals(int[] user) {
    double[] signals = new double[COURSES * Signal.COUNT];
    for (int course = 0; course < COURSES; course++) {
      int at = course * Signal.COUNT;
      signals[at] = 1.0;
      signals[at + Signal.REPEAT.index()] = Signal.personal(user[course]);
      if (user[course] == 0) {
        signals[at + Signal.SIMILAR.index()] = Signal.personal(likeMinded(user, course));
      }
    }
    return signals;
  }

  /** The cosines of a course with the others that the user did, weighted by how much. */
  private static double likeMinded(int[] user, int course) {
    double sum = 0.0;
    for (int other = 0; other < COURSES; other++) {
      if (other != course) {
        sum += user[other] * cosine(course, other);
      }
    }
    return sum;
  }

  private static double cosine(int one, int other) {
    double product = 0.0;
    double ones = 0.0;
    double others = 0.0;
    for (int[] user : MATRIX) {
      product += user[one] * user[other];
      ones += user[one] * user[one];
      others += user[other] * user[other];
    }
    return product / Math.sqrt(ones * others);
  }

  private static ChoiceModel trained() {
    ChoiceModel model = new ChoiceModel(new double[Signal.COUNT], 0.1, 100.0);
    Random random = new Random(1);
    for (int pass = 0; pass < PASSES; pass++) {
      for (int[] user : MATRIX) {
        List<Integer> choices = new ArrayList<>();
        for (int course = 0; course < COURSES; course++) {
          choices.addAll(Collections.nCopies(user[course], course));
        }
        Collections.shuffle(choices, random);
        int[] done = new int[COURSES];
        for (int chosen : choices) {
          model.learn(signals(done), COURSES, chosen, bucketOf(done), Gap.NONE, 1.0);
          done[chosen]++;
        }
      }
    }
    return model;
  }

  private static int bucketOf(int[] user) {
    return ChoiceModel.bucket((int) Arrays.stream(user).filter(times -> times > 0).count());
  }

  private double[] probabilities(int... user) {
    return model.probabilities(signals(user), COURSES, bucketOf(user), Gap.NONE);
  }

  @Test
  void ranksEachLearnersCoursesInTheOrderOfTheMatrix() {
    for (int[] user : MATRIX) {
      double[] p = probabilities(user);
      List<Integer> byProbability = order(course -> p[course]);

      assertThat(byProbability.stream().map(course -> user[course]).toList())
          .as(Arrays.toString(p))
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  private static List<Integer> order(IntToDoubleFunction score) {
    return IntStream.range(0, COURSES)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer course) -> -score.applyAsDouble(course)))
        .toList();
  }

  @Test
  void leavesTheRestToTheOutsideOption() {
    for (int[] user : MATRIX) {
      double[] p = probabilities(user);
      double outside = 1.0 - Arrays.stream(p).sum();
      double[] w = model.weights(bucketOf(user), Gap.NONE);
      double utility = w[0] + w[Signal.REPEAT.index()] * signals(user)[Signal.REPEAT.index()];
      utility += w[Signal.SIMILAR.index()] * signals(user)[Signal.SIMILAR.index()];

      assertThat(outside).isBetween(0.0, 0.2);
      assertThat(p[0] / outside).isCloseTo(Math.exp(utility), within(1e-6 * Math.exp(utility)));
    }
  }

  @Test
  void prefersUnseenCoursesThatLikeMindedLearnersTook() {
    // Java goes with Python and Web, which C++ does less.
    double[] p = probabilities(3, 0, 0, 0, 0);
    List<Integer> unseenBySimilarity =
        order(course -> course == 0 ? -1 : cosine(0, course)).subList(0, 4);

    for (int i = 1; i < unseenBySimilarity.size(); i++) {
      assertThat(p[unseenBySimilarity.get(i - 1)]).isGreaterThan(p[unseenBySimilarity.get(i)]);
    }
  }
}
