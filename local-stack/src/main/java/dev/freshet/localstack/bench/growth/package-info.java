/** What an event costs as users and items grow in number. */
@NullMarked
package dev.freshet.localstack.bench.growth;

import org.jspecify.annotations.NullMarked;
