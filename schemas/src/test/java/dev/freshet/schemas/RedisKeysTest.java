package dev.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {

  private static final RedisKeys PLAIN = RedisKeys.plain();
  private static final RedisKeys CLUSTERED = new RedisKeys("shop:", 16);

  @Test
  void namesTheKeysOfAUserAndOfAnItem() {
    assertThat(PLAIN.rec("ada")).isEqualTo("rec:ada");
    assertThat(PLAIN.interest("ada")).isEqualTo("interest:ada");
    assertThat(PLAIN.similar("algebra")).isEqualTo("similar:algebra");
  }

  @Test
  void hasOneCopyOfWhatBelongsToNobody() {
    assertThat(PLAIN.pulse()).containsExactly("pulse");
    assertThat(PLAIN.pulse("go")).containsExactly("pulse:go");
    assertThat(PLAIN.pulseFor("ada")).isEqualTo("pulse");
    assertThat(PLAIN.weights()).containsExactly("weights");
  }

  @Test
  void putsThePrefixBeforeTheHashTag() {
    assertThat(CLUSTERED.rec("ada")).isEqualTo("shop:{8}rec:ada");
    assertThat(new RedisKeys("shop:", 0).rec("ada")).isEqualTo("shop:rec:ada");
  }

  @Test
  void hasACopyOfThePulseBesideTheCandidatesOfEveryUser() {
    assertThat(CLUSTERED.pulseFor("ada")).isEqualTo("shop:{8}pulse");
    assertThat(CLUSTERED.pulse()).hasSize(16).contains("shop:{0}pulse", "shop:{8}pulse");
    assertThat(CLUSTERED.pulse("go")).hasSize(16).contains("shop:{3}pulse:go");
    assertThat(CLUSTERED.weights()).hasSize(16);
  }

  @Test
  void refusesAPrefixThatWouldBeAHashTag() {
    assertThatThrownBy(() -> new RedisKeys("{shop}", 16)).hasMessageContaining("braces");
    assertThatThrownBy(() -> new RedisKeys("", -1)).hasMessageContaining("0 or more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`rec:<user>`",
        "`interest:<user>`",
        "`similar:<item>`",
        "`pulse`",
        "`pulse:<tag>`",
        "`weights`",
        "`stickiness:<user>`",
        "`stickiness:top`",
        "`stickiness:at-risk`",
        "`stickiness:tiers`",
        "`platform`",
        "`" + RedisKeys.WEIGHTS_STEPS + "`",
        "`" + RedisKeys.WEIGHTS_AS_OF + "`",
        "`" + RedisKeys.LIBRARY + "`",
        "FCALL_RO " + RedisKeys.RECOMMEND + " 2 rec:<user> pulse <n>",
        "\"v\":" + RedisKeys.DOCUMENT_VERSION,
        "{8}rec:ada {8}pulse"
      })
  void isDescribedOnTheContractPage(String name) throws IOException {
    assertThat(Files.readString(Path.of("redis-keys.md"))).contains(name);
  }

  @Test
  void buildsExactlyTheKeysOnTheContractPage() {
    assertThat(PLAIN.rec("<user>")).isEqualTo("rec:<user>");
    assertThat(PLAIN.interest("<user>")).isEqualTo("interest:<user>");
    assertThat(PLAIN.similar("<item>")).isEqualTo("similar:<item>");
    assertThat(PLAIN.pulse("<tag>")).containsExactly("pulse:<tag>");
    assertThat(PLAIN.stickiness("<user>")).isEqualTo("stickiness:<user>");
    assertThat(PLAIN.stickinessTop()).isEqualTo("stickiness:top");
    assertThat(PLAIN.stickinessAtRisk()).isEqualTo("stickiness:at-risk");
    assertThat(PLAIN.stickinessTiers()).isEqualTo("stickiness:tiers");
    assertThat(PLAIN.platform()).isEqualTo("platform");
  }

  @Test
  void keepsAUserNamedLikeAnAudienceApartFromIt() {
    assertThat(PLAIN.stickiness("top")).isEqualTo("stickiness:user:top");
    assertThat(CLUSTERED.stickiness("ada")).isEqualTo("shop:{8}stickiness:ada");
    assertThat(CLUSTERED.stickinessTop()).isEqualTo("shop:stickiness:top");
    assertThat(CLUSTERED.platform()).isEqualTo("shop:platform");
  }

  @Test
  void hidesUsersFromLogs() {
    assertThat(PLAIN.withoutUser(PLAIN.rec("ada"))).isEqualTo("rec:<user>");
    assertThat(PLAIN.withoutUser(PLAIN.stickiness("top"))).isEqualTo("stickiness:<user>");
    assertThat(CLUSTERED.withoutUser(CLUSTERED.interest("ada}")))
        .endsWith("}interest:<user>")
        .doesNotContain("ada");
  }

  @Test
  void hidesNoKeyThatBelongsToNobody() {
    for (RedisKeys keys : List.of(PLAIN, CLUSTERED)) {
      for (String key :
          List.of(
              keys.stickinessTop(),
              keys.platform(),
              keys.similar("algebra"),
              keys.pulse("code").get(0))) {
        assertThat(keys.withoutUser(key)).isEqualTo(key);
      }
    }
  }
}
