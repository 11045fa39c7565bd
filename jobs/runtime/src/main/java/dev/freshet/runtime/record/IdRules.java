package dev.freshet.runtime.record;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What ids must be like, and in which form they are used. */
final class IdRules {

  /** Every character below is the same in the composed and the decomposed form. */
  private static final int FIRST_COMBINING = 0x300;

  /** Letters and symbols, says Unicode, that show nothing. */
  private static final Set<Integer> BLANKS = Set.of(0x34F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0);

  private final IdSettings settings;
  private final Set<String> noIds;
  private final Set<String> noUsers;

  /** Of those in {@code noIds}: most ids are longer, and need not be looked for. */
  private final int longestPlaceholder;

  IdRules(IdSettings settings) {
    this.settings = settings;
    noIds = ignoringCase(settings.placeholders().stream());
    noUsers = ignoringCase(settings.placeholderUsers().stream());
    longestPlaceholder = noIds.stream().mapToInt(String::length).max().orElse(0);
  }

  private static Set<String> ignoringCase(Stream<String> placeholders) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    placeholders.forEach(set::add);
    return set;
  }

  /** The interaction with its ids in the form that is used. */
  Interaction normalised(Interaction interaction) {
    String id = normalised(interaction.id());
    String user = normalised(interaction.user());
    String item = normalised(interaction.item());
    String thread = normalised(interaction.thread());
    String replyTo = normalised(interaction.replyTo());
    if (id.equals(interaction.id())
        && user.equals(interaction.user())
        && item.equals(interaction.item())
        && thread.equals(interaction.thread())
        && replyTo.equals(interaction.replyTo())) {
      return interaction;
    }
    return interaction.withIds(id, user, item).inThread(thread, replyTo);
  }

  /** The exposure with its ids in the form that is used. */
  ListExposure normalised(ListExposure exposure) {
    if (!settings.normalised()
        || (!mayChange(exposure.id())
            && !mayChange(exposure.user())
            && exposure.items().stream().noneMatch(IdRules::mayChange))) {
      return exposure;
    }
    return new ListExposure(
        normalised(exposure.id()),
        normalised(exposure.user()),
        exposure.atMillis(),
        exposure.placement(),
        exposure.items().stream().map(this::normalised).toList(),
        exposure.variants(),
        exposure.listMillis(),
        exposure.reasons(),
        exposure.chances());
  }

  /** The item with its id and tags, by which others find it, in the form that is used. */
  CatalogueItem normalised(CatalogueItem item) {
    String id = normalised(item.item());
    List<String> tags = item.tags().stream().map(this::normalised).distinct().toList();
    return item.named(id, tags);
  }

  /** An id in the form that is used. */
  String normalised(String id) {
    return settings.normalised() && mayChange(id)
        ? Normalizer.normalize(id, Normalizer.Form.NFC)
        : id;
  }

  private static boolean mayChange(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) >= FIRST_COMBINING) {
        return true;
      }
    }
    return false;
  }

  void check(Interaction interaction) throws RejectedException {
    check(RejectionReason.EMPTY_ID, "id", interaction.id());
    check(RejectionReason.EMPTY_USER, "user", interaction.user());
    check(RejectionReason.EMPTY_ITEM, "item", interaction.item());
    checkIfGiven("thread", interaction.thread());
    checkIfGiven("replyTo", interaction.replyTo());
    checkUser(interaction.user());
  }

  void check(ListExposure exposure) throws RejectedException {
    check(RejectionReason.EMPTY_ID, "id", exposure.id());
    check(RejectionReason.EMPTY_USER, "user", exposure.user());
    for (String item : exposure.items()) {
      check(RejectionReason.EMPTY_ITEM, "one of items", item);
    }
    checkUser(exposure.user());
  }

  private void checkUser(String user) throws RejectedException {
    if (noUsers.contains(user)) {
      throw placeholder("user", user, EventOptions.PLACEHOLDER_USERS.key());
    }
  }

  void check(CatalogueItem item) throws RejectedException {
    check(RejectionReason.EMPTY_ITEM, "item", item.item());
  }

  private void checkIfGiven(String field, String id) throws RejectedException {
    if (!id.isEmpty()) {
      check(RejectionReason.EMPTY_ID, field, id);
    }
  }

  private void check(RejectionReason ifEmpty, String field, String id) throws RejectedException {
    if (showsNothing(id)) {
      throw new RejectedException(
          ifEmpty, field + (id.isEmpty() ? " is empty" : " has invisible characters only"));
    }
    if (id.length() > settings.maxLength()) {
      throw new RejectedException(
          RejectionReason.LONG_ID,
          field
              + " has "
              + id.length()
              + " characters, more than events.max-id-length = "
              + settings.maxLength());
    }
    if (hasControl(id)) {
      throw new RejectedException(
          RejectionReason.WRONG_ID, field + " has a line break or another control character");
    }
    if (id.length() <= longestPlaceholder && noIds.contains(id)) {
      throw placeholder(field, id, EventOptions.PLACEHOLDER_IDS.key());
    }
  }

  private static RejectedException placeholder(String field, String id, String option) {
    return new RejectedException(
        RejectionReason.PLACEHOLDER_ID, field + " is " + id + ", one of " + option);
  }

  /** A loop, since every id of every event goes through it; it ends at the first letter. */
  private static boolean showsNothing(String id) {
    int at = 0;
    while (at < id.length() && isInvisible(id.codePointAt(at))) {
      at += Character.charCount(id.codePointAt(at));
    }
    return at == id.length();
  }

  private static boolean hasControl(String id) {
    for (int at = 0; at < id.length(); at++) {
      if (Character.isISOControl(id.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> BLANKS.contains(character);
    };
  }
}
