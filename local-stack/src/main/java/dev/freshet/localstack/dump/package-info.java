/** What Redis holds, as sorted lines of canonical JSON. */
@NullMarked
package dev.freshet.localstack.dump;

import org.jspecify.annotations.NullMarked;
