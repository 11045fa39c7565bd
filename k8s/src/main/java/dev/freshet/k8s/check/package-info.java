/**
 * Checks manifests as a cluster would, without one: what is misspelt, missing, or does not fit.
 *
 * <p>A {@link dev.freshet.k8s.check.Rule} looks at everything that one kustomization renders and
 * says what is wrong with it; {@link dev.freshet.k8s.check.Rules} has all of them.
 */
@NullMarked
package dev.freshet.k8s.check;

import org.jspecify.annotations.NullMarked;
