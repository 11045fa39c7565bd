/**
 * The command {@code cluster}: the jobs as in production, in processes of their own on this
 * machine.
 */
@NullMarked
package dev.freshet.localstack.cluster;

import org.jspecify.annotations.NullMarked;
