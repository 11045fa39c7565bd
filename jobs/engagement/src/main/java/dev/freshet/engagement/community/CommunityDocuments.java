package dev.freshet.engagement.community;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.freshet.runtime.redis.DocumentSize;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.community.CommunitySettings;
import dev.freshet.scoring.community.Expert;
import dev.freshet.scoring.community.Experts;
import dev.freshet.scoring.community.ItemThreads;
import dev.freshet.scoring.community.LiveThread;
import dev.freshet.scoring.community.OpenQuestion;
import dev.freshet.scoring.community.OpenQuestions;
import dev.freshet.scoring.community.Partner;
import dev.freshet.scoring.community.PartnerBoard;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the boards of the community as the contract in {@code schemas} has them. A board on which
 * nothing is, is deleted; of one that would be too long the last rows are left out. A document
 * lives for as long as its newest row may be on it.
 */
final class CommunityDocuments implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final double DIGITS = 1e4;

  private final CommunitySettings settings;
  private final RedisKeys keys;

  CommunityDocuments(CommunityJobSettings settings) {
    this.settings = settings.scoring();
    keys = settings.keys();
  }

  RedisWrite experts(String tag, Experts experts) {
    long asOfMillis = experts.asOfMillis();
    List<Expert> best = experts.best(settings.places(), asOfMillis, settings);
    return document(
        keys.experts(tag), asOfMillis, "experts", best, this::expert, settings.expertFor());
  }

  private String expert(Expert expert) {
    return "{\"user\":"
        + text(expert.user())
        + ",\"points\":"
        + number(expert.points())
        + ",\"answers\":"
        + expert.answers()
        + ",\"accepted\":"
        + expert.accepted()
        + ",\"likes\":"
        + expert.likes()
        + reason(expert.reason());
  }

  RedisWrite threads(String item, ItemThreads threads) {
    long asOfMillis = threads.asOfMillis();
    List<LiveThread> liveliest = threads.liveliest(settings.places(), asOfMillis, settings);
    return document(
        keys.threads(item), asOfMillis, "threads", liveliest, this::thread, settings.threadFor());
  }

  private String thread(LiveThread thread) {
    return "{\"thread\":"
        + text(thread.thread())
        + ",\"heat\":"
        + number(thread.heat())
        + ",\"posts\":"
        + thread.posts()
        + ",\"latest\":"
        + thread.latestMillis()
        + reason(thread.reason());
  }

  RedisWrite questions(String user, OpenQuestions questions) {
    return document(
        keys.questions(user),
        questions.asOfMillis(),
        "questions",
        questions.newestFirst(),
        this::question,
        settings.questionAge());
  }

  private String question(OpenQuestion question) {
    return "{\"thread\":"
        + text(question.thread())
        + ",\"item\":"
        + text(question.item())
        + ",\"asked\":"
        + question.askedAtMillis()
        + reason(question.reason());
  }

  RedisWrite partners(String user, PartnerBoard board) {
    return document(
        keys.partners(user),
        board.asOfMillis(),
        "partners",
        board.told(),
        this::partner,
        settings.activeFor());
  }

  private String partner(Partner partner) {
    return "{\"user\":"
        + text(partner.user())
        + ",\"score\":"
        + number(partner.score())
        + ",\"items\":"
        + partner.items()
        + reason(partner.reason());
  }

  private static String reason(String reason) {
    return ",\"reason\":" + text(reason) + '}';
  }

  private static <T> RedisWrite document(
      String key,
      long asOfMillis,
      String rows,
      List<T> board,
      Function<T, String> row,
      Duration ttl) {
    if (board.isEmpty()) {
      return RedisWrite.delete(key);
    }
    // The write function reads the version and asOf at their places.
    String start =
        "{\"v\":" + RedisKeys.DOCUMENT_VERSION + ",\"asOf\":" + asOfMillis + ",\"" + rows + "\":[";
    List<String> all = board.stream().map(row).toList();
    String document =
        DocumentSize.fitting(
            all.size(), most -> start + String.join(",", all.subList(0, most)) + "]}");
    return RedisWrite.set(key, document, ttl.toMillis());
  }

  private static String text(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static double number(double number) {
    return Math.round(number * DIGITS) / DIGITS;
  }
}
