/** What all commands share: their options, their one way to fail, how far they are. */
@NullMarked
package dev.freshet.localstack.command;

import org.jspecify.annotations.NullMarked;
