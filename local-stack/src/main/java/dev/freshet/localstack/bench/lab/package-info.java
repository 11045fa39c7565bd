/**
 * What every measurement shares: the servers, the log, the jobs in JVMs of their own, the options.
 */
@NullMarked
package dev.freshet.localstack.bench.lab;

import org.jspecify.annotations.NullMarked;
