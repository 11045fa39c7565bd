/** The manifests of this folder, and what happens to them when they are wrong. */
@NullMarked
package dev.freshet.k8s.check;

import org.jspecify.annotations.NullMarked;
