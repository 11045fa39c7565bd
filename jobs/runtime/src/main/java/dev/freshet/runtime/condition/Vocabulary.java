package dev.freshet.runtime.condition;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that conditions can ask for.
 *
 * @param <M> what they are about
 * @param variables by name
 */
public record Vocabulary<M>(Map<String, Variable<M>> variables) {

  public Vocabulary {
    variables = Map.copyOf(variables);
  }

  /** That of these variables. */
  public static <M> Vocabulary<M> of(Collection<Variable<M>> variables) {
    return new Vocabulary<>(
        variables.stream()
            .collect(Collectors.toUnmodifiableMap(Variable::name, Function.identity())));
  }

  /** Those of the variables that have such a name. */
  public Vocabulary<M> only(Predicate<String> isNamed) {
    return of(variables.values().stream().filter(each -> isNamed.test(each.name())).toList());
  }

  @Nullable Variable<M> find(String name) {
    return variables.get(name);
  }

  /** The value of a name at a moment, if there is one of this name. */
  Optional<Object> find(String name, M moment) {
    return Optional.ofNullable(variables.get(name)).map(variable -> variable.value().apply(moment));
  }

  /** The owner of fields that a message says is not there, if it is there. */
  Optional<String> ownerIn(String message) {
    return variables.values().stream()
        .filter(variable -> variable.name().length() > variable.owner().length())
        .map(Variable::owner)
        .filter(owner -> message.startsWith("undeclared reference to '" + owner + "'"))
        .findFirst();
  }

  /** The fields of an owner such as {@code user}, for people. */
  String fieldsOf(String owner) {
    String start = owner + ".";
    return variables.keySet().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
