package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Guardrail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The topic of experiments.
 *
 * @param definitions what is on it, by name
 */
public record ExperimentTopic(DefinitionTopic definitions) {

  /** So long ago is now: a beginning that is not said is that of the command. */
  private static final long SHORT_MILLIS = 3_600_000L;

  /**
   * What is on the topic.
   *
   * @param experiments those that can be used, by name
   * @param unusable what is wrong with the others, by name
   */
  record Content(SortedMap<String, Experiment> experiments, SortedMap<String, String> unusable) {}

  Content read() {
    RecordEncoding<dev.freshet.schemas.Experiment> encoding = RecordEncoding.experiments();
    Content content = new Content(new TreeMap<>(), new TreeMap<>());
    definitions
        .read()
        .forEach(
            (name, record) -> {
              try {
                content
                    .experiments()
                    .put(name, ExperimentRecords.experiment(encoding.decode(record)));
              } catch (IllegalArgumentException
                  | UnknownSchemaException
                  | MalformedRecordException e) {
                content.unusable().put(name, String.valueOf(e.getMessage()));
              }
            });
    return content;
  }

  /**
   * What was put there.
   *
   * @param experiments as they are there
   * @param told what is other than was asked for, in words
   */
  public record Applied(List<Experiment> experiments, List<String> told) {}

  /**
   * Puts experiments there, each instead of the one of its name; makes the topic if it is missing.
   * One that has begun keeps its beginning.
   *
   * @throws CommandException if one is in the way of another that is there, or what is known of one
   *     that has begun would be mixed with the new one of its name; then nothing is changed
   */
  public Applied apply(List<Experiment> asked, long nowMillis) {
    return apply(asked, Set.of(), nowMillis);
  }

  /**
   * The same where some are mere examples, which give way: those that are there are ended, and
   * those that are asked for left out, if they are in the way of others.
   *
   * @param examples the names of examples
   */
  public Applied apply(List<Experiment> asked, Set<String> examples, long nowMillis) {
    definitions.create();
    SortedMap<String, Experiment> known = read().experiments();
    List<String> told = new ArrayList<>();
    List<Experiment> all = new ArrayList<>();
    for (Experiment one : asked) {
      List<Experiment> others =
          examples.contains(one.name()) ? inTheWayOf(one, known.values()) : List.of();
      if (others.isEmpty()) {
        all.add(begunLike(known.get(one.name()), one, nowMillis, told));
      } else {
        told.add("%s does not run, as %s is there".formatted(one.name(), others.get(0).name()));
      }
    }
    Ended ended = new Ended(new ArrayList<>(), new ArrayList<>());
    for (Experiment each : List.copyOf(known.values())) {
      List<Experiment> others = examples.contains(each.name()) ? inTheWayOf(each, all) : List.of();
      if (!others.isEmpty()) {
        known.remove(each.name());
        long atMillis = Math.min(nowMillis, firstMillis(others));
        told.add(ended.end(each, atMillis) + ", as " + others.get(0).name() + " is to run");
      }
    }
    requireUsable(all, known, nowMillis);
    all.stream()
        .filter(
            one -> !known.containsKey(one.name()) && one.fromMillis() < nowMillis - SHORT_MILLIS)
        .forEach(one -> told.add(newAndBegun(one)));
    put(ended);
    definitions.put(records(all));
    return new Applied(all, told);
  }

  private static List<Experiment> inTheWayOf(Experiment example, Collection<Experiment> others) {
    return others.stream()
        .filter(each -> !each.name().equals(example.name()))
        .filter(each -> !Experiment.conflicts(List.of(each, example)).isEmpty())
        .toList();
  }

  private static long firstMillis(List<Experiment> experiments) {
    return experiments.stream().mapToLong(Experiment::fromMillis).min().orElseThrow();
  }

  /** One that does not say from when it runs does so from now on, unless it runs already. */
  private static Experiment begunLike(
      @Nullable Experiment before, Experiment one, long nowMillis, List<String> told) {
    // One that is to begin later is refused instead.
    if (before == null || before.fromMillis() > nowMillis || one.fromMillis() > nowMillis) {
      return one;
    }
    if (one.fromMillis() != before.fromMillis()) {
      told.add(
          "%s has begun, and keeps its beginning: from %s"
              .formatted(one.name(), Instant.ofEpochMilli(before.fromMillis())));
    }
    return one.begunAt(before.fromMillis());
  }

  private static String newAndBegun(Experiment one) {
    return "%s is new, though it is to run from %s: nobody had a variant of it until now"
        .formatted(one.name(), Instant.ofEpochMilli(one.fromMillis()));
  }

  private static void requireUsable(
      List<Experiment> all, SortedMap<String, Experiment> known, long nowMillis) {
    List<Experiment> others =
        known.values().stream()
            .filter(each -> all.stream().noneMatch(one -> one.name().equals(each.name())))
            .toList();
    List<Experiment> together = new ArrayList<>(all);
    together.addAll(others);
    List<String> complaints = new ArrayList<>(Experiment.conflicts(together));
    // What is there is in force already, whatever is asked for.
    complaints.removeAll(Experiment.conflicts(others));
    for (Experiment one : all) {
      Experiment before = known.get(one.name());
      if (before != null && before.fromMillis() <= nowMillis) {
        mixed(one, before, nowMillis).ifPresent(complaints::add);
      }
    }
    if (!complaints.isEmpty()) {
      throw new CommandException(String.join(System.lineSeparator(), complaints));
    }
  }

  /** Why one must not go on under the name of one that has begun, as sums go by names. */
  private static Optional<String> mixed(Experiment one, Experiment before, long nowMillis) {
    String name = one.name();
    if (one.isAnotherThan(before)) {
      return Optional.of(
          "variants: %s has begun with other variants or another salt, and what is known of them"
                  .formatted(name)
              + " would be mixed with what comes: give the new one another name");
    }
    if (one.movesUsersOf(before)) {
      return Optional.of(
          "variants: %s has begun, and other shares would move users from one variant to another:"
                  .formatted(name)
              + " raise all of them in the same proportion, or stop it and give the new one another"
              + " name");
    }
    if (!Set.copyOf(one.placements()).equals(Set.copyOf(before.placements()))) {
      return Optional.of(
          "placements: %s has begun on %s, and what is known of lists there would be mixed with"
                  .formatted(name, String.join(", ", before.placements()))
              + " that of others: give the new one another name");
    }
    if (one.primary() != before.primary()) {
      return Optional.of(
          "primary: %s has begun and is decided by %s, and what decides must not be chosen when"
                  .formatted(name, before.primary().label())
              + " something is known: give the new one another name");
    }
    Optional<String> planned = otherwisePlanned(one, before);
    if (planned.isPresent()) {
      return planned;
    }
    // Until then it would count as one that has not begun, which may become any other.
    return one.fromMillis() > nowMillis
        ? Optional.of(
            "from: %s has begun and cannot begin later: leave from out, or give the new one another"
                    .formatted(name)
                + " name")
        : Optional.empty();
  }

  /** Why the plan of one that has begun must not change, as its intervals go by it. */
  private static Optional<String> otherwisePlanned(Experiment one, Experiment before) {
    if (one.plannedUsers() != before.plannedUsers()) {
      return Optional.of(
          "users: %s has begun with %d planned, and the plan must not be changed when something is"
                  .formatted(one.name(), before.plannedUsers())
              + " known: give the new one another name");
    }
    if (!Set.copyOf(one.guardrails()).equals(Set.copyOf(before.guardrails()))) {
      return Optional.of(
          "guardrails: %s has begun with %s, and they must not be chosen when something is known:"
                  .formatted(one.name(), text(before.guardrails()))
              + " give the new one another name");
    }
    return Optional.empty();
  }

  private static String text(List<Guardrail> guardrails) {
    return guardrails.isEmpty()
        ? "none"
        : guardrails.stream()
            .map(each -> each.metric().label() + " " + each.tolerance())
            .collect(Collectors.joining(", "));
  }

  /** Those that are over from now on, and the names of those that are no more. */
  private record Ended(List<Experiment> over, List<String> removed) {

    /** Ends one that is there, and tells what becomes of it, in words. */
    String end(Experiment known, long atMillis) {
      if (known.isRunningAt(atMillis) && known.fromMillis() < atMillis) {
        over.add(known.endedAt(atMillis));
        return "stopped " + known.name();
      }
      return remove(known.name());
    }

    String remove(String name) {
      removed.add(name);
      return "removed " + name;
    }
  }

  private void put(Ended ended) {
    if (!ended.over().isEmpty()) {
      definitions.put(records(ended.over()));
    }
    definitions.remove(ended.removed());
  }

  private static Map<String, byte[]> records(List<Experiment> experiments) {
    RecordEncoding<dev.freshet.schemas.Experiment> encoding = RecordEncoding.experiments();
    Map<String, byte[]> records = new LinkedHashMap<>();
    for (Experiment each : experiments) {
      records.put(each.name(), encoding.encode(ExperimentRecords.record(each)));
    }
    return records;
  }

  /**
   * Ends experiments now. Those that have not begun, are over, or cannot be used are taken off the
   * topic.
   *
   * @param isForced whether those that the topic does not have are taken off too, of which jobs may
   *     still know
   * @return for each what became of it, in words
   * @throws CommandException if there is no such experiment, unless forced; then none is ended
   */
  List<String> stop(List<String> names, boolean isForced, long nowMillis) {
    Content content = read();
    List<String> told = new ArrayList<>();
    Ended ended = new Ended(new ArrayList<>(), new ArrayList<>());
    for (String name : names) {
      Experiment known = content.experiments().get(name);
      if (known == null && !content.unusable().containsKey(name) && !isForced) {
        throw new CommandException(
            "there is no experiment %s, but %s; if a job still goes by it, end it with --force"
                .formatted(name, content.experiments().keySet()));
      }
      told.add(known == null ? ended.remove(name) : ended.end(known, nowMillis));
    }
    put(ended);
    return told;
  }
}
