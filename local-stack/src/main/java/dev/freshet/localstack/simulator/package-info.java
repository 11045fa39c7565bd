/** Learners who do not exist: a seeded source of live events for trying things out. */
@NullMarked
package dev.freshet.localstack.simulator;

import org.jspecify.annotations.NullMarked;
