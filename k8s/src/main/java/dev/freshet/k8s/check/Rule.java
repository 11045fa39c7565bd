package dev.freshet.k8s.check;

import java.util.List;

/** Something that must hold of everything that is deployed together. */
interface Rule {

  /** What is wrong, nothing if all is well. */
  List<Finding> check(Rendering rendering);
}
