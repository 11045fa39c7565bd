/** What is deployed: the jars of the jobs. */
@NullMarked
package dev.freshet.k8s;

import org.jspecify.annotations.NullMarked;
