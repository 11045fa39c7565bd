/** What conditions of rules and audiences can ask for, and when time alone changes them. */
@NullMarked
package dev.freshet.engagement.condition;

import org.jspecify.annotations.NullMarked;
