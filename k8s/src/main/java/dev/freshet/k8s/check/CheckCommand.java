package dev.freshet.k8s.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks overlays from the command line. */
final class CheckCommand {

  private CheckCommand() {}

  /**
   * Prints what is wrong, and ends with 1 if anything is.
   *
   * @param args the folder {@code k8s}, and the folders to render
   */
  public static void main(String[] args) {
    List<String> folders = List.of(args).subList(1, args.length);
    if (folders.isEmpty()) {
      System.err.println(
          "check: name folders with a kustomization.yaml, such as k8s/overlays/staging");
      System.exit(2);
    }
    Rules rules = new Rules(Path.of(args[0]));
    List<Finding> findings = new ArrayList<>();
    for (String folder : folders) {
      Rendering rendering = Kustomize.render(Path.of(folder));
      findings.addAll(rules.check(rendering));
      System.out.println(folder + ": " + rendering.manifests().size() + " manifests");
    }
    findings.forEach(System.out::println);
    System.exit(findings.isEmpty() ? 0 : 1);
  }
}
