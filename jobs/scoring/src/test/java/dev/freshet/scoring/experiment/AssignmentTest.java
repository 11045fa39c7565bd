package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentTest {

  private static final Path CASES =
      Path.of("../../schemas/src/main/resources/dev/freshet/schemas/assignment.tsv");
  private static final int USERS = 20_000;

  static Stream<String> cases() throws IOException {
    return Files.readAllLines(CASES).stream().skip(1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheVariantThatIsWrittenDownForEveryLanguage(String line) {
    String[] columns = line.split("\t", -1);
    List<Double> shares = Arrays.stream(columns[3].split(",")).map(Double::valueOf).toList();
    Assignment.Points points = Assignment.Points.of(columns[0], columns[1]);

    assertThat(points.entry()).isEqualTo(fraction(columns[4]));
    assertThat(points.choice()).isEqualTo(fraction(columns[5]));
    assertThat(
            new Assignment(columns[0], Double.parseDouble(columns[2]), shares)
                .variantOf(columns[1]))
        .isEqualTo(Integer.parseInt(columns[6]));
  }

  private static double fraction(String digits) {
    return Long.parseLong(digits, 16) / Math.pow(2.0, 52.0);
  }

  private static int[] variants(Assignment assignment) {
    return IntStream.range(0, USERS).map(user -> assignment.variantOf("user-" + user)).toArray();
  }

  private static double share(int[] variants, int variant) {
    return IntStream.of(variants).filter(each -> each == variant).count() / (double) USERS;
  }

  @Test
  void givesEachVariantItsShareAndNobodyWhoIsHeldOut() {
    int[] variants = variants(new Assignment("shares", 0.2, List.of(0.1, 0.2, 0.3)));

    assertThat(share(variants, 0)).isCloseTo(0.08, within(0.01));
    assertThat(share(variants, 1)).isCloseTo(0.16, within(0.01));
    assertThat(share(variants, 2)).isCloseTo(0.24, within(0.01));
    assertThat(share(variants, Assignment.NONE)).isCloseTo(0.52, within(0.01));
  }

  @Test
  void movesNobodyWhenAllSharesAreRaisedAlike() {
    int[] few = variants(new Assignment("ramp", 0.0, List.of(0.05, 0.1)));
    int[] many = variants(new Assignment("ramp", 0.0, List.of(0.25, 0.5)));

    for (int user = 0; user < USERS; user++) {
      if (few[user] != Assignment.NONE) {
        assertThat(many[user]).isEqualTo(few[user]);
      }
    }
    assertThat(share(many, Assignment.NONE)).isCloseTo(0.25, within(0.01));
  }

  @Test
  void dividesUsersAnewForEachSaltButHoldsOutTheSame() {
    List<Double> halves = List.of(0.5, 0.5);
    int[] variants = variants(new Assignment("first", 0.1, halves));
    int[] others = variants(new Assignment("second", 0.1, halves));

    int bothFirst = 0;
    for (int user = 0; user < USERS; user++) {
      assertThat(variants[user] == Assignment.NONE).isEqualTo(others[user] == Assignment.NONE);
      bothFirst += variants[user] == 0 && others[user] == 0 ? 1 : 0;
    }
    assertThat(bothFirst / (double) USERS).isCloseTo(0.225, within(0.01));
  }
}
