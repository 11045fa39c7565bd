/**
 * Event logs as files: CSV and Avro rows in, interactions and catalogue items out. A row that
 * cannot be used is handed to the caller with its place and reason; it never ends the reading.
 */
@NullMarked
package dev.freshet.localstack.log;

import org.jspecify.annotations.NullMarked;
