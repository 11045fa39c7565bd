package dev.freshet.localstack.log;

/** Turns one row into what it says. */
@FunctionalInterface
interface RowParser<T> {

  T parse(CsvRow row) throws BadRowException;
}
