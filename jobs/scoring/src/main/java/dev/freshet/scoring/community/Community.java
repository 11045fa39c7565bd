package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All members, and what is common among them. There is a bound on members and on tags: those of
 * which nothing was heard for longest are forgotten.
 */
final class Community {

  /** Tags of which is known who answers in them. */
  private static final int MOST_TAGS = 10_000;

  /** Reasons to look at a member closely: there now, most answers ever, most of late, the tags. */
  private static final int REASONS = 4;

  /** Who has never written anything. */
  private static final Member STRANGER = new Member();

  private final int mostMembers;
  private final Map<String, Member> members = new HashMap<>();
  private final Leaders latest = new Leaders();
  private final Leaders mostAnswers = new Leaders();
  private final Leaders mostOfLate = new Leaders();
  private DayRhythm rhythm = new DayRhythm();
  private AnswerCounts answers = new AnswerCounts();
  private int answerers;

  /** In the order in which they were answered last. */
  private final Map<String, TagAnswers> tags = new LinkedHashMap<>();

  Community(int mostMembers) {
    this.mostMembers = mostMembers;
  }

  private void forget(String user) {
    members.remove(user);
    latest.remove(user);
    mostAnswers.remove(user);
    mostOfLate.remove(user);
  }

  private Member write(String user, long atMillis) {
    if (!members.containsKey(user) && members.size() >= mostMembers) {
      forget(latest.last());
    }
    Member member = members.computeIfAbsent(user, ignored -> new Member());
    member.write(atMillis);
    rhythm.add(atMillis);
    latest.put(user, (double) member.latestMillis());
    return member;
  }

  void ask(String user, long atMillis) {
    write(user, atMillis).ask();
  }

  void comment(String user, long atMillis) {
    write(user, atMillis).comment(atMillis);
  }

  /** A member answers a question in some tags. */
  void answer(String user, long atMillis, List<String> about) {
    Member member = write(user, atMillis);
    member.answer(atMillis);
    lead(user, member);
    answers.add(atMillis);
    if (member.answers().ever() == 1) {
      answerers++;
    }
    about.forEach(tag -> answerIn(tag, user));
  }

  private void lead(String user, Member member) {
    mostAnswers.put(user, member.answers().ever());
    mostOfLate.put(user, member.answers().order());
  }

  private void answerIn(String tag, String user) {
    TagAnswers before = tags.remove(tag);
    TagAnswers ofTag = before == null ? new TagAnswers() : before;
    ofTag.add(user);
    tags.put(tag, ofTag);
    if (tags.size() > MOST_TAGS) {
      tags.remove(tags.keySet().iterator().next());
    }
  }

  /** Which of some tags a member answered most, if there is one. */
  Optional<String> most(String user, List<String> about) {
    return about.stream()
        .filter(tag -> answersIn(tag, user) > 0)
        .reduce((a, b) -> answersIn(b, user) > answersIn(a, user) ? b : a);
  }

  private int answersIn(String tag, String user) {
    TagAnswers ofTag = tags.get(tag);
    return ofTag == null ? 0 : ofTag.of(user);
  }

  /**
   * Members worth a closer look for a question, in the order of their ids: all if they are few.
   *
   * @param speakers who spoke in its thread
   * @param barred who is not looked at besides the asker
   */
  List<String> candidates(
      Question question, Collection<String> speakers, Collection<String> barred, int most) {
    Set<String> users =
        members.size() > most
            ? promising(question.tags(), speakers, most)
            : new TreeSet<>(members.keySet());
    users.remove(question.asker());
    barred.forEach(users::remove);
    return new ArrayList<>(users);
  }

  private Set<String> promising(List<String> about, Collection<String> speakers, int most) {
    Set<String> users = new TreeSet<>(speakers);
    int each = Math.max(1, most / REASONS);
    users.addAll(latest.first(each));
    users.addAll(mostAnswers.first(each));
    users.addAll(mostOfLate.first(each));
    List<TagAnswers> known = known(about);
    known.forEach(tag -> users.addAll(tag.most(Math.max(1, each / known.size()))));
    users.removeIf(user -> !members.containsKey(user));
    return users;
  }

  /** What is known of some tags, the commonest first. */
  private List<TagAnswers> known(List<String> about) {
    return about.stream()
        .flatMap(tag -> Stream.ofNullable(tags.get(tag)))
        .sorted(Comparator.comparingInt(TagAnswers::total).reversed())
        .toList();
  }

  /**
   * The signals of users for a question, by {@link RoutingSignal}.
   *
   * @param users who there are; of those who are no members nothing is known
   * @param posts how often members spoke in its thread
   */
  double[][] signals(
      Question question, List<String> users, Map<String, Integer> posts, long nowMillis) {
    List<TagAnswers> known = known(question.tags());
    return users.stream()
        .map(user -> signals(user, known, posts.getOrDefault(user, 0), nowMillis))
        .toArray(double[][]::new);
  }

  private double[] signals(String user, List<TagAnswers> about, int posts, long nowMillis) {
    Member member = members.getOrDefault(user, STRANGER);
    AnswerShares shares =
        AnswerShares.of(
            member.answers(), answers, answerers, Math.max(1, members.size()), nowMillis);
    // From the commonest tag to the rarest, which says most.
    double inTags = shares.fourteenDays();
    for (TagAnswers tag : about) {
      inTags = tag.share(user, inTags);
    }
    return member.signals(shares, inTags, posts, rhythm, nowMillis);
  }

  void write(StateWriter out) {
    rhythm.write(out);
    answers.write(out);
    out.number(answerers).number(members.size());
    members.forEach(
        (user, member) -> {
          out.text(user);
          member.write(out);
        });
    out.number(tags.size());
    tags.forEach(
        (tag, ofTag) -> {
          out.text(tag);
          ofTag.write(out);
        });
  }

  /** Takes over what was written. Who leads follows from what is known of the members. */
  void restore(StateReader in) {
    rhythm = DayRhythm.read(in);
    answers = AnswerCounts.read(in);
    answerers = in.count();
    for (int left = in.count(); left > 0; left--) {
      String user = in.text();
      Member member = Member.read(in);
      members.put(user, member);
      latest.put(user, (double) member.latestMillis());
      if (member.answers().ever() > 0) {
        lead(user, member);
      }
    }
    for (int left = in.count(); left > 0; left--) {
      tags.put(in.text(), TagAnswers.read(in));
    }
  }
}
