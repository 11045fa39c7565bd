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
    assertThat(PLAIN.retired()).containsExactly("retired");
    assertThat(PLAIN.tags()).containsExactly("tags");
    assertThat(PLAIN.retiredFor("algebra")).isEqualTo("retired");
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
    assertThat(CLUSTERED.retired()).hasSize(16);
    assertThat(CLUSTERED.tags()).hasSize(16).contains("shop:{8}tags");
    assertThat(CLUSTERED.similar("ada")).isEqualTo("shop:{8}similar:ada");
    assertThat(CLUSTERED.retiredFor("ada")).isEqualTo("shop:{8}retired");
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
        "`retired`",
        "`tags`",
        "`stickiness:<user>`",
        "`stickiness:top`",
        "`stickiness:at-risk`",
        "`stickiness:tiers`",
        "`platform`",
        "`engagement:<user>`",
        "`points:top`",
        "`activity:<activity>:top`",
        "`audience:<audience>`",
        "`rule:<rule>`",
        "`effect:<placement>`",
        "`experiment:<experiment>`",
        "`experts:<tag>`",
        "`threads:<item>`",
        "`questions:<user>`",
        "`partners:<user>`",
        "`generation`",
        "`fence:<job>`",
        "`" + RedisKeys.WEIGHTS_STEPS + "`",
        "`" + RedisKeys.WEIGHTS_AS_OF + "`",
        "`" + RedisKeys.LIBRARY + "`",
        "FCALL_RO " + RedisKeys.RECOMMEND + " 2 rec:<user> pulse <n>",
        "FCALL_RO " + RedisKeys.SIMILAR + " 2 similar:<item> retired <n>",
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
    assertThat(PLAIN.engagement("<user>")).isEqualTo("engagement:<user>");
    assertThat(PLAIN.pointsTop()).isEqualTo("points:top");
    assertThat(PLAIN.effect("<placement>")).isEqualTo("effect:<placement>");
    assertThat(PLAIN.experiment("<experiment>")).isEqualTo("experiment:<experiment>");
    assertThat(PLAIN.activityTop("<activity>")).isEqualTo("activity:<activity>:top");
    assertThat(PLAIN.audience("<audience>")).isEqualTo("audience:<audience>");
    assertThat(PLAIN.rule("<rule>")).isEqualTo("rule:<rule>");
    assertThat(PLAIN.experts("<tag>")).isEqualTo("experts:<tag>");
    assertThat(PLAIN.threads("<item>")).isEqualTo("threads:<item>");
    assertThat(PLAIN.questions("<user>")).isEqualTo("questions:<user>");
    assertThat(PLAIN.partners("<user>")).isEqualTo("partners:<user>");
    assertThat(PLAIN.generation()).containsExactly("generation");
    assertThat(PLAIN.fences("<job>")).containsExactly("fence:<job>");
  }

  @Test
  void hasAFenceInTheSlotOfEveryKey() {
    assertThat(PLAIN.fence("rec:ada", "job")).isEqualTo("fence:job");
    assertThat(CLUSTERED.fence(CLUSTERED.rec("ada"), "job")).isEqualTo("shop:{8}fence:job");
    assertThat(CLUSTERED.fence(CLUSTERED.platform(), "job"))
        .isEqualTo("shop:{shop:platform}fence:job");
    assertThat(CLUSTERED.fences("job"))
        .hasSize(20)
        .contains("shop:{8}fence:job", "shop:{shop:platform}fence:job");
  }

  /** A fence of the slot is claimed at the start, when neither is known. */
  @Test
  void hasOneOfTheFencesInTheSlotOfAnActivityAndOfAnAudience() {
    assertThat(CLUSTERED.fences("job"))
        .contains(
            CLUSTERED.fence(CLUSTERED.activityTop("winter"), "job"),
            CLUSTERED.fence(CLUSTERED.audience("hardly-begun"), "job"),
            CLUSTERED.fence(CLUSTERED.pointsTop(), "job"));
  }

  @Test
  void hasTheMembersOfAnAudienceBesideEachOfThem() {
    assertThat(PLAIN.audiences("idle", "ada")).containsExactly("audience:idle");
    assertThat(CLUSTERED.audiences("idle", "ada"))
        .containsExactly(CLUSTERED.audience("idle"), "shop:{8}audience:idle");
    assertThat(CLUSTERED.fences("job"))
        .contains(CLUSTERED.fence(CLUSTERED.audienceBeside("ada", "idle"), "job"));
  }

  @Test
  void knowsWhereAnAudienceMayHaveMembers() {
    assertThat(PLAIN.allOfAudience("idle")).containsExactly("audience:idle");
    assertThat(CLUSTERED.allOfAudience("idle"))
        .containsAll(CLUSTERED.audiences("idle", "ada"))
        .containsAll(CLUSTERED.audiences("idle", "bob"))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsAUserNamedLikeAnAudienceApartFromIt() {
    assertThat(PLAIN.stickiness("top")).isEqualTo("stickiness:user:top");
    assertThat(CLUSTERED.stickiness("top")).matches("shop:\\{\\d+}stickiness:user:top");
    assertThat(CLUSTERED.stickiness("ada")).isEqualTo("shop:{8}stickiness:ada");
    assertThat(CLUSTERED.stickinessTop()).isEqualTo("shop:stickiness:top");
    assertThat(CLUSTERED.platform()).isEqualTo("shop:platform");
  }

  @Test
  void givesNoTwoUsersOneKey() {
    List<String> users = List.of("top", "user:top", "user:user:top", "user:ada", "ada", "user:");

    assertThat(users.stream().map(PLAIN::stickiness)).doesNotHaveDuplicates();
    assertThat(PLAIN.stickiness("user:top")).isEqualTo("stickiness:user:user:top");
  }

  @Test
  void hidesUsersFromLogs() {
    assertThat(PLAIN.withoutUser(PLAIN.rec("ada"))).isEqualTo("rec:<user>");
    assertThat(PLAIN.withoutUser(PLAIN.rec("top"))).isEqualTo("rec:<user>");
    assertThat(PLAIN.withoutUser(PLAIN.stickiness("top"))).isEqualTo("stickiness:<user>");
    assertThat(PLAIN.withoutUser(PLAIN.engagement("ada"))).isEqualTo("engagement:<user>");
    assertThat(PLAIN.withoutUser(PLAIN.questions("ada"))).isEqualTo("questions:<user>");
    assertThat(PLAIN.withoutUser(PLAIN.partners("ada"))).isEqualTo("partners:<user>");
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
