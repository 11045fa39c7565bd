/** What Flink's operator itself makes of the manifests. */
@NullMarked
package dev.freshet.k8s.operator;

import org.jspecify.annotations.NullMarked;
