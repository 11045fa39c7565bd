package dev.freshet.localstack.bench;

import java.util.Map;

/**
 * How jobs are run, all of them alike.
 *
 * @param parallelism of every job
 * @param options of the jobs and of Flink, as on their command lines
 */
record Jobs(int parallelism, Map<String, String> options) {}
