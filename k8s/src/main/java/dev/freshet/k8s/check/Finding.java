package dev.freshet.k8s.check;

/**
 * Something that is wrong.
 *
 * @param where the file or kustomization, and what in it
 * @param field the way to the field
 * @param message what is wrong, for whoever wrote it
 */
public record Finding(String where, String field, String message) {

  @Override
  public String toString() {
    return where + ": " + field + ": " + message;
  }
}
