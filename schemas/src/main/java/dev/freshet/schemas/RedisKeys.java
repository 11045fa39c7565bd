package dev.freshet.schemas;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The names of the keys in Redis, as {@code redis-keys.md} has them.
 *
 * <p>On a Redis Cluster the keys that the reader function uses together must lie in one slot. With
 * {@code hashTags} = N every key therefore begins with {@code {n}}, n from 0 to N − 1: keys of a
 * user or an item with the n of that id, and the keys that belong to nobody once for every n.
 *
 * @param prefix put before every key, so that several installations can share a Redis; may be empty
 * @param hashTags how many hash tags, or 0 for none (no cluster)
 */
public record RedisKeys(String prefix, int hashTags) implements Serializable {

  /** The function library that the recommendation job loads into Redis. */
  public static final String LIBRARY = "freshet";

  /** The function that ranks a user's list as it is read. */
  public static final String RECOMMEND = "recommend";

  /** The function that reads what goes with an item. */
  public static final String SIMILAR = "similar";

  /** The version of the documents, their member {@code v}. */
  public static final int DOCUMENT_VERSION = 1;

  /**
   * The field of {@link #tags} that says that those of all items are there; no item has this id.
   */
  public static final String TAGS_COMPLETE = "";

  /** The field of {@link #weights} that counts the training steps. */
  public static final String WEIGHTS_STEPS = "steps";

  /** The field of {@link #weights} with the event time of the last training step, epoch ms. */
  public static final String WEIGHTS_AS_OF = "asOf";

  private static final Set<String> STICKINESS_OF_ALL = Set.of("top", "at-risk", "tiers");

  private static final List<String> OF_A_USER =
      List.of("rec:", "interest:", "stickiness:", "engagement:", "questions:", "partners:");

  /** Put before the ids of users that would share a key otherwise. */
  private static final String USER = "user:";

  /**
   * @throws IllegalArgumentException if {@code hashTags} is negative, or braces in the prefix would
   *     be taken for a hash tag
   */
  public RedisKeys {
    if (hashTags < 0) {
      throw new IllegalArgumentException("the number of hash tags must be 0 or more");
    }
    if (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "the prefix must not contain braces, which mark a hash tag");
    }
  }

  /** The keys without a prefix and without hash tags. */
  public static RedisKeys plain() {
    return new RedisKeys("", 0);
  }

  /** The user's candidates with the personal part of their scores. */
  public String rec(String user) {
    return start(user) + "rec:" + user;
  }

  /** What the user is interested in. */
  public String interest(String user) {
    return start(user) + "interest:" + user;
  }

  /** The items that go with this one. */
  public String similar(String item) {
    return start(item) + "similar:" + item;
  }

  /** The global part of the best items' scores: every copy, one per hash tag. */
  public List<String> pulse() {
    return copies("pulse");
  }

  /** The global part of the scores of the best items with one tag: every copy. */
  public List<String> pulse(String tag) {
    return copies("pulse:" + tag);
  }

  /** The copy of the pulse in the slot of the user's candidates: the function's second key. */
  public String pulseFor(String user) {
    return start(user) + "pulse";
  }

  /** The items that must not be recommended any more: every copy. */
  public List<String> retired() {
    return copies("retired");
  }

  /** The tags of each item, by which the function filters: every copy. */
  public List<String> tags() {
    return copies("tags");
  }

  /** The copy of {@link #retired} in the slot of {@link #similar}: that function's second key. */
  public String retiredFor(String item) {
    return start(item) + "retired";
  }

  /** The weights that the model has learned: every copy. */
  public List<String> weights() {
    return copies("weights");
  }

  /**
   * How sticky the user is. A user whose id is the name of one of the other keys must not replace
   * it, and one whose id begins like what is put before such an id must not replace that.
   */
  public String stickiness(String user) {
    boolean isTaken = STICKINESS_OF_ALL.contains(user) || user.startsWith(USER);
    return start(user) + "stickiness:" + (isTaken ? USER : "") + user;
  }

  /** The stickiest users by score. */
  public String stickinessTop() {
    return prefix + "stickiness:top";
  }

  /** Users at risk by score. */
  public String stickinessAtRisk() {
    return prefix + "stickiness:at-risk";
  }

  /** How many users each tier has. */
  public String stickinessTiers() {
    return prefix + "stickiness:tiers";
  }

  /** How the platform as a whole is doing. */
  public String platform() {
    return prefix + "platform";
  }

  /** What the user has earned. */
  public String engagement(String user) {
    return start(user) + "engagement:" + user;
  }

  /** Users by points. */
  public String pointsTop() {
    return start("points") + "points:top";
  }

  /** Users by what they have earned in an activity. */
  public String activityTop(String activity) {
    return start(activity) + "activity:" + activity + ":top";
  }

  /** Members of an audience by since when they are. */
  public String audience(String name) {
    return start(name) + "audience:" + name;
  }

  /**
   * Where an audience has a user as its member: {@link #audience}, and where there are hash tags a
   * copy of it beside the user's documents, of the users who are there.
   */
  public List<String> audiences(String name, String user) {
    return Stream.of(audience(name), audienceBeside(user, name)).distinct().toList();
  }

  /** Where an audience may have members, whoever they are. */
  public List<String> allOfAudience(String name) {
    return Stream.concat(Stream.of(audience(name)), copies("audience:" + name).stream())
        .distinct()
        .toList();
  }

  /** The members of an audience, among them the user if they are one, in the user's slot. */
  public String audienceBeside(String user, String name) {
    return start(user) + "audience:" + name;
  }

  /** What a rule does to those whom it rewards. */
  public String rule(String rule) {
    return start(rule) + "rule:" + rule;
  }

  /** What the lists of a placement bring about. */
  public String effect(String placement) {
    return start(placement) + "effect:" + placement;
  }

  /** What the variants of an experiment bring about, and which is better. */
  public String experiment(String name) {
    return start(name) + "experiment:" + name;
  }

  /** Who answers well in a tag. */
  public String experts(String tag) {
    return start(tag) + "experts:" + tag;
  }

  /** What is being discussed of an item. */
  public String threads(String item) {
    return start(item) + "threads:" + item;
  }

  /** Open questions that the user can answer. */
  public String questions(String user) {
    return start(user) + "questions:" + user;
  }

  /** Whom the user could learn with. */
  public String partners(String user) {
    return start(user) + "partners:" + user;
  }

  /** A key as logs may have it: {@code <user>} stands for the id of a user. */
  public String withoutUser(String key) {
    int tag = hashTags == 0 ? prefix.length() : key.indexOf('}') + 1;
    String name = key.substring(Math.max(tag, prefix.length()));
    for (String start : OF_A_USER) {
      if (name.startsWith(start) && !isOfAll(name.substring(start.length()), start)) {
        return key.substring(0, key.length() - name.length()) + start + "<user>";
      }
    }
    return key;
  }

  private static boolean isOfAll(String rest, String start) {
    return start.equals("stickiness:") && STICKINESS_OF_ALL.contains(rest);
  }

  /**
   * Which generation of documents is there: every copy. A copy that is missing tells that documents
   * are missing too.
   */
  public List<String> generation() {
    return copies("generation");
  }

  /** Who may write a key: the fence of a job in the key's slot. */
  public String fence(String key, String job) {
    return fenceIn(hashTags == 0 ? "" : "{" + slot(key) + "}", job);
  }

  /** All fences of a job. */
  public List<String> fences(String job) {
    if (hashTags == 0) {
      return List.of(fenceIn("", job));
    }
    Stream<String> single =
        Stream.of(stickinessTop(), stickinessAtRisk(), stickinessTiers(), platform());
    return Stream.concat(pulse().stream(), single).map(key -> fence(key, job)).toList();
  }

  private String fenceIn(String hashTag, String job) {
    return prefix + hashTag + "fence:" + job;
  }

  /** What decides on the slot of a key: its hash tag, or all of it. */
  private String slot(String key) {
    int from = prefix.length() + 1;
    return key.startsWith("{", prefix.length()) ? key.substring(from, key.indexOf('}', from)) : key;
  }

  /** The n of an id's hash tag: the CRC-32 of its UTF-8 bytes, modulo the number of hash tags. */
  private int hashTag(String id) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % hashTags);
  }

  private String start(String id) {
    return hashTags == 0 ? prefix : start(hashTag(id));
  }

  private String start(int hashTag) {
    return prefix + "{" + hashTag + "}";
  }

  private List<String> copies(String key) {
    if (hashTags == 0) {
      return List.of(prefix + key);
    }
    return IntStream.range(0, hashTags).mapToObj(n -> start(n) + key).toList();
  }
}
