package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {

  private static final Moments THREE = Moments.NONE.plus(1, 2, 10).plus(4, 4, 40).plus(1, 6, 10);

  @Test
  void addsUpWhatIsNeededForARatioAndItsError() {
    // Parts 1, 4, 1; wholes 2, 4, 6: the ratio is a half, and users add 0, 0.5, −0.5 to its error.
    assertThat(THREE.users()).isEqualTo(3);
    assertThat(THREE.ratio()).isEqualTo(0.5);
    assertThat(THREE.variance()).isCloseTo(0.5 / 3.0, within(1e-12));
    assertThat(THREE.meanCovariate()).isEqualTo(20.0);
    assertThat(THREE.covariateVariance()).isCloseTo(200.0, within(1e-9));
    assertThat(THREE.covarianceWithCovariate()).isCloseTo(5.0, within(1e-12));
  }

  @Test
  void ofAWholeOfOneIsAMean() {
    Moments means = Moments.NONE.plus(3, 1, 0).plus(5, 1, 0);

    assertThat(means.ratio()).isEqualTo(4.0);
    assertThat(means.variance()).isEqualTo(1.0);
    assertThat(means.covarianceWithCovariate()).isZero();
    assertThat(Moments.NONE.ratio()).isNaN();
  }

  @Test
  void takesAUserOutAgain() {
    assertThat(THREE.plus(7, 9, 13).minus(7, 9, 13)).isEqualTo(THREE).hasSameHashCodeAs(THREE);
    assertThat(THREE.minus(1, 2, 10)).isNotEqualTo(THREE);
    assertThat(THREE).hasToString("3 users [6, 12, 60] [18, 24, 180, 56, 240, 1800]");
  }

  @Test
  void isTheSameInAnyOrderAndInParts() {
    List<long[]> users = new ArrayList<>();
    Random random = new Random(1);
    for (int user = 0; user < 100; user++) {
      users.add(new long[] {random.nextInt(9), random.nextInt(99), random.nextInt(100)});
    }
    Moments all = of(users);

    Collections.shuffle(users, new Random(2));

    assertThat(of(users.subList(0, 30)).plus(of(users.subList(30, 100)))).isEqualTo(all);
  }

  private static Moments of(List<long[]> users) {
    Moments moments = Moments.NONE;
    for (long[] user : users) {
      moments = moments.plus(user[0], user[1], user[2]);
    }
    return moments;
  }

  @Test
  void comesBackFromItsBytes() {
    Layout layout = Layout.of("moments", 1);
    StateWriter out = new StateWriter(layout);
    THREE.write(out);

    assertThat(Moments.read(new StateReader(layout, out.bytes()))).isEqualTo(THREE);
  }
}
