package dev.freshet.scoring.community;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a community is shown of itself, all in one process: experts by tag, threads by item, and
 * open questions and partners by user. Of those who can be asked a question, it is put to the ones
 * who likeliest answer, as {@link QuestionRouter} has it. It repeats the order of the steps that
 * are divided by thread, item, tag and user where there are many tasks.
 */
public final class CommunityBoards {

  /** Rows of a board, as many as a page has. */
  public static final int PLACES = 20;

  private static final Set<InteractionKind> POSTS =
      Set.of(
          InteractionKind.COMMENT,
          InteractionKind.QUESTION,
          InteractionKind.ANSWER,
          InteractionKind.ACCEPT);

  private final CommunitySettings settings;
  private final QuestionRouter router;
  private final Listener listener;
  private final Map<String, List<String>> tags = new HashMap<>();
  private final Map<String, Discussion> discussions = new HashMap<>();

  /** To whom the question of each thread that is open was put. */
  private final Map<String, Set<String>> asked = new HashMap<>();

  private final Map<String, Experts> experts = new HashMap<>();
  private final Map<String, ItemThreads> threads = new HashMap<>();
  private final Map<String, Completers> completers = new HashMap<>();
  private final Map<String, Cohort> cohorts = new HashMap<>();
  private final Map<String, OpenQuestions> questions = new HashMap<>();
  private final Map<String, Partners> partners = new HashMap<>();

  /** The partners that each user was told last, in the order of users. */
  private final Map<String, List<Partner>> told = new TreeMap<>();

  private final Set<String> unwilling = new HashSet<>();

  /** Moments with which something is too old for a user. */
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparing(Due::user));

  private record Due(long atMillis, String user) {}

  /** Receives each board that has changed. */
  public interface Listener {

    void experts(String tag, List<Expert> best, long atMillis);

    void threads(String item, List<LiveThread> liveliest, long atMillis);

    void questions(String user, List<OpenQuestion> newestFirst, long atMillis);

    void partners(String user, List<Partner> best, long atMillis);
  }

  public CommunityBoards(CommunitySettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
    router = new QuestionRouter(RoutingSettings.defaults().withPerDay(settings.questionsPerDay()));
  }

  /** Learns what an item is about. */
  public void accept(CatalogueItem item) {
    tags.put(item.item(), item.tags());
  }

  /** Learns what a user did. */
  public void accept(Interaction interaction) {
    if (interaction.kind() == InteractionKind.STUDY) {
      study(interaction);
    } else if (!interaction.thread().isEmpty()) {
      discuss(interaction);
    }
  }

  private void study(Interaction study) {
    String user = study.user();
    if (study.completed()) {
      completers
          .computeIfAbsent(study.item(), ignored -> new Completers())
          .complete(user, study.atMillis(), settings);
    }
    Cohort cohort = cohorts.computeIfAbsent(study.item(), ignored -> new Cohort());
    cohort.enter(user, study.progress(), study.atMillis(), settings);
    partners
        .computeIfAbsent(user, ignored -> new Partners())
        .meet(cohort.company(study.item(), user, study.atMillis(), settings), study.atMillis());
    tellPartners(user, study.atMillis());
  }

  private void discuss(Interaction post) {
    if (POSTS.contains(post.kind())) {
      ItemThreads ofItem = threads.computeIfAbsent(post.item(), ignored -> new ItemThreads());
      ofItem.post(post.thread(), post.atMillis(), Discussion.stateAfter(post.kind()), settings);
      listener.threads(
          post.item(), ofItem.liveliest(PLACES, post.atMillis(), settings), post.atMillis());
    }
    tellRouter(post);
    Discussion discussion = discussions.computeIfAbsent(post.thread(), ignored -> new Discussion());
    boolean wasOpen = discussion.isOpen();
    discussion.enter(post).forEach(credit -> credit(credit, post.item()));
    if (discussion.isOpen() && !wasOpen) {
      open(post.thread(), discussion);
    } else if (wasOpen && !discussion.isOpen()) {
      close(post.thread(), post.atMillis());
    }
  }

  private void tellRouter(Interaction post) {
    switch (post.kind()) {
      case QUESTION ->
          router.ask(
              new Question(post.thread(), post.user(), post.atMillis(), tagsOf(post.item())));
      case ANSWER -> router.answer(post.thread(), post.user(), post.atMillis());
      case COMMENT -> router.comment(post.thread(), post.user(), post.atMillis());
      default -> {}
    }
  }

  private List<String> tagsOf(String item) {
    return tags.getOrDefault(item, List.of());
  }

  private void credit(Credit credit, String item) {
    for (String tag : tagsOf(item)) {
      Experts ofTag = experts.computeIfAbsent(tag, ignored -> new Experts());
      ofTag.add(credit, settings);
      listener.experts(tag, ofTag.best(PLACES, credit.atMillis(), settings), credit.atMillis());
    }
  }

  private void open(String thread, Discussion discussion) {
    Map<String, String> reasons = reasons(discussion);
    long askedAtMillis = discussion.askedAtMillis();
    Set<String> users = asked.computeIfAbsent(thread, ignored -> new HashSet<>());
    for (Routed routed : router.route(thread, reasons.keySet(), askedAtMillis)) {
      String user = routed.user();
      String reason = reasons.getOrDefault(user, routed.reason());
      OpenQuestions ofUser = questions.computeIfAbsent(user, ignored -> new OpenQuestions());
      if (ofUser.put(
          new OpenQuestion(thread, discussion.item(), askedAtMillis, reason), settings)) {
        users.add(user);
        tellQuestions(user, ofUser, askedAtMillis);
      }
    }
  }

  /** Who can be asked, and why. */
  private Map<String, String> reasons(Discussion discussion) {
    Map<String, String> reasons = new LinkedHashMap<>();
    String item = discussion.item();
    Completers ofItem = completers.get(item);
    if (ofItem != null) {
      ofItem.latest(settings.askedOfItem()).forEach(user -> reasons.put(user, "completed:" + item));
    }
    for (String tag : tagsOf(item)) {
      Experts ofTag = experts.get(tag);
      if (ofTag != null) {
        ofTag
            .best(PLACES, discussion.askedAtMillis(), settings)
            .forEach(expert -> reasons.putIfAbsent(expert.user(), "expert:" + tag));
      }
    }
    return reasons;
  }

  private void close(String thread, long atMillis) {
    Set<String> users = asked.remove(thread);
    if (users == null) {
      return;
    }
    for (String user : users) {
      OpenQuestions ofUser = questions.get(user);
      if (ofUser != null && ofUser.close(thread)) {
        tellQuestions(user, ofUser, atMillis);
      }
    }
  }

  /** A user wants to be named as a partner and to get partners, or does not. */
  public void prefer(String user, boolean wantsPartners, long atMillis) {
    boolean isNew = wantsPartners ? unwilling.remove(user) : unwilling.add(user);
    if (isNew) {
      List.copyOf(told.keySet()).forEach(other -> tellPartners(other, atMillis));
    }
  }

  /** Drops what is too old at a moment. */
  public void pass(long nowMillis) {
    for (Due next = due.peek(); next != null && next.atMillis() <= nowMillis; next = due.peek()) {
      due.remove();
      OpenQuestions ofUser = questions.get(next.user());
      if (ofUser != null && ofUser.expire(next.atMillis(), settings)) {
        tellQuestions(next.user(), ofUser, next.atMillis());
      }
      if (partners.containsKey(next.user())) {
        tellPartners(next.user(), next.atMillis());
      }
    }
  }

  private void tellQuestions(String user, OpenQuestions ofUser, long atMillis) {
    listener.questions(user, ofUser.newestFirst(), atMillis);
    long next = ofUser.nextExpiryMillis(settings);
    if (next != OpenQuestions.NEVER) {
      due.add(new Due(next, user));
    }
  }

  private void tellPartners(String user, long atMillis) {
    Partners ofUser = partners.computeIfAbsent(user, ignored -> new Partners());
    List<Partner> best =
        unwilling.contains(user)
            ? List.of()
            : ofUser.best(atMillis, other -> !unwilling.contains(other), settings);
    if (!best.equals(told.put(user, best))) {
      listener.partners(user, best, atMillis);
    }
    long next = ofUser.nextExpiryMillis(atMillis, settings);
    if (next != Partners.NEVER) {
      due.add(new Due(next, user));
    }
  }
}
