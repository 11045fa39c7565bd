package dev.freshet.scoring.community;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a community is shown of itself, all in one process: experts by tag, threads by item, and
 * open questions and partners by user. It repeats the order of the steps that are divided by
 * thread, item, tag and user where there are many tasks, so it is to be told what users did in the
 * order of its time.
 */
public final class CommunityBoards {

  private final CommunitySettings settings;
  private final QuestionDesk desk;
  private final Listener listener;
  private final Map<String, List<String>> tags = new HashMap<>();
  private final Map<String, Discussion> discussions = new HashMap<>();
  private final Map<String, ItemCommunity> items = new HashMap<>();
  private final Map<String, Experts> experts = new HashMap<>();
  private final Map<String, OpenQuestions> questions = new HashMap<>();
  private final Map<String, PartnerBoard> partners = new TreeMap<>();
  private final Set<String> unwilling = new HashSet<>();

  /** Moments with which something is too old. */
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(
          Comparator.comparingLong(Due::atMillis).thenComparing(Due::kind).thenComparing(Due::key));

  private enum Kind {
    THREADS,
    EXPERTS,
    QUESTIONS,
    PARTNERS
  }

  private record Due(long atMillis, Kind kind, String key) {}

  /** Receives each board that has changed. */
  public interface Listener {

    void experts(String tag, Experts experts);

    void threads(String item, ItemThreads threads);

    void questions(String user, OpenQuestions questions);

    void partners(String user, PartnerBoard board);
  }

  public CommunityBoards(CommunitySettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
    desk = new QuestionDesk(settings);
  }

  /** Learns what an item is about. */
  public void accept(CatalogueItem item) {
    tags.put(item.item(), item.tags());
  }

  /** Learns what a user did. */
  public void accept(Interaction interaction) {
    if (!ItemCommunity.concerns(interaction)) {
      return;
    }
    ItemCommunity item = items.computeIfAbsent(interaction.item(), ignored -> new ItemCommunity());
    if (interaction.kind() == InteractionKind.STUDY) {
      Company company = item.study(interaction, settings);
      PartnerBoard board =
          partners.computeIfAbsent(interaction.user(), ignored -> new PartnerBoard());
      board.meet(company, interaction.atMillis());
      look(interaction.user(), board, interaction.atMillis());
    } else {
      discuss(interaction, item);
    }
  }

  private void discuss(Interaction post, ItemCommunity item) {
    if (item.post(post, settings)) {
      tellThreads(post.item(), item);
    }
    List<String> about = tags.getOrDefault(post.item(), List.of());
    desk.post(post.kind(), post.thread(), post.user(), post.atMillis(), about);
    Discussion discussion = discussions.computeIfAbsent(post.thread(), ignored -> new Discussion());
    boolean wasOpen = discussion.isOpen();
    for (Credit credit : discussion.enter(post)) {
      about.forEach(tag -> credit(credit, tag));
    }
    if (discussion.isOpen() && !wasOpen) {
      desk.open(post.thread(), post.item(), post.atMillis(), item.completers(settings), about)
          .forEach(routed -> put(routed, post));
    } else if (wasOpen && !discussion.isOpen()) {
      desk.close(post.thread()).forEach(user -> close(user, post));
    }
  }

  private void credit(Credit credit, String tag) {
    Experts ofTag = experts.computeIfAbsent(tag, ignored -> new Experts());
    ofTag.add(credit, settings);
    tellExperts(tag, ofTag);
  }

  private void put(Routed routed, Interaction question) {
    OpenQuestions ofUser = questions.computeIfAbsent(routed.user(), ignored -> new OpenQuestions());
    if (ofUser.put(
        new OpenQuestion(question.thread(), question.item(), question.atMillis(), routed.reason()),
        settings)) {
      tellQuestions(routed.user(), ofUser);
    }
  }

  private void close(String user, Interaction answer) {
    OpenQuestions ofUser = questions.get(user);
    if (ofUser != null && ofUser.close(answer.thread(), answer.atMillis())) {
      tellQuestions(user, ofUser);
    }
  }

  /** A user wants to be named as a partner and to get partners, or does not. */
  public void prefer(String user, boolean wantsPartners, long atMillis) {
    boolean isNew = wantsPartners ? unwilling.remove(user) : unwilling.add(user);
    if (isNew) {
      partners.forEach((other, board) -> look(other, board, atMillis));
    }
  }

  /** Drops what is too old at a moment. */
  public void pass(long nowMillis) {
    for (Due next = due.peek(); next != null && next.atMillis() <= nowMillis; next = due.peek()) {
      due.remove();
      expire(next);
    }
  }

  private void expire(Due next) {
    switch (next.kind()) {
      case THREADS -> {
        ItemCommunity item = items.get(next.key());
        if (item != null && item.expire(next.atMillis(), settings)) {
          tellThreads(next.key(), item);
        }
      }
      case EXPERTS -> {
        Experts ofTag = experts.get(next.key());
        if (ofTag != null && ofTag.expire(next.atMillis(), settings)) {
          tellExperts(next.key(), ofTag);
        }
      }
      case QUESTIONS -> {
        OpenQuestions ofUser = questions.get(next.key());
        if (ofUser != null && ofUser.expire(next.atMillis(), settings)) {
          tellQuestions(next.key(), ofUser);
        }
      }
      case PARTNERS -> {
        PartnerBoard board = partners.get(next.key());
        if (board != null) {
          look(next.key(), board, next.atMillis());
        }
      }
    }
  }

  private void tellThreads(String name, ItemCommunity item) {
    listener.threads(name, item.threads());
    await(item.nextExpiryMillis(settings), Kind.THREADS, name);
  }

  private void tellExperts(String tag, Experts ofTag) {
    List<Expert> best = ofTag.best(settings.places(), ofTag.asOfMillis(), settings);
    desk.experts(tag, best.stream().map(Expert::user).toList());
    listener.experts(tag, ofTag);
    await(ofTag.nextExpiryMillis(settings), Kind.EXPERTS, tag);
  }

  private void tellQuestions(String user, OpenQuestions ofUser) {
    listener.questions(user, ofUser);
    await(ofUser.nextExpiryMillis(settings), Kind.QUESTIONS, user);
  }

  private void look(String user, PartnerBoard board, long atMillis) {
    if (board.look(user, atMillis, other -> !unwilling.contains(other), settings)) {
      listener.partners(user, board);
    }
    await(board.nextExpiryMillis(settings), Kind.PARTNERS, user);
  }

  private void await(long atMillis, Kind kind, String key) {
    if (atMillis != Passing.NEVER) {
      due.add(new Due(atMillis, kind, key));
    }
  }
}
