package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.experiment.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The topic of experiments.
 *
 * @param definitions what is on it, by name
 */
public record ExperimentTopic(DefinitionTopic definitions) {

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
                Experiment experiment = ExperimentRecords.experiment(encoding.decode(record));
                experiment.requireAtReading();
                content.experiments().put(name, experiment);
              } catch (IllegalArgumentException
                  | UnknownSchemaException
                  | MalformedRecordException e) {
                content.unusable().put(name, String.valueOf(e.getMessage()));
              }
            });
    return content;
  }

  /**
   * Puts experiments there, each instead of the one of its name; makes the topic if it is missing.
   *
   * @throws CommandException if one is in the way of another that is there, or what is known of one
   *     that has begun would be mixed with the new one of its name
   */
  public void apply(List<Experiment> all, long nowMillis) {
    definitions.create();
    SortedMap<String, Experiment> known = read().experiments();
    List<String> complaints = new ArrayList<>();
    List<Experiment> together = new ArrayList<>(all);
    known.values().stream()
        .filter(each -> all.stream().noneMatch(one -> one.name().equals(each.name())))
        .forEach(together::add);
    complaints.addAll(Experiment.conflicts(together));
    for (Experiment one : all) {
      Experiment before = known.get(one.name());
      if (before != null && before.fromMillis() <= nowMillis) {
        mixed(one, before, nowMillis).ifPresent(complaints::add);
      }
    }
    if (!complaints.isEmpty()) {
      throw new CommandException(String.join(System.lineSeparator(), complaints));
    }
    definitions.put(records(all));
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
    // Until then it would count as one that has not begun, which may become any other.
    return one.fromMillis() > nowMillis
        ? Optional.of(
            "from: %s has begun and cannot begin later: leave from out, or give the new one another"
                    .formatted(name)
                + " name")
        : Optional.empty();
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
   * @return for each what became of it, in words
   * @throws CommandException if there is no such experiment; then none is ended
   */
  List<String> stop(List<String> names, long nowMillis) {
    Content content = read();
    List<String> told = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    List<Experiment> ended = new ArrayList<>();
    for (String name : names) {
      Experiment known = content.experiments().get(name);
      if (known == null && !content.unusable().containsKey(name)) {
        throw new CommandException(
            "there is no experiment %s, but %s".formatted(name, content.experiments().keySet()));
      }
      if (known != null && known.isRunningAt(nowMillis) && known.fromMillis() < nowMillis) {
        ended.add(known.endedAt(nowMillis));
        told.add("stopped " + name);
      } else {
        removed.add(name);
        told.add("removed " + name);
      }
    }
    if (!ended.isEmpty()) {
      definitions.put(records(ended));
    }
    definitions.remove(removed);
    return told;
  }
}
