package dev.freshet.localstack.log;

import java.util.List;
import java.util.Map;

/**
 * One row of a CSV file and the columns its header named.
 *
 * @param position the place among the file's rows, 1 for the first below the header
 * @param columns column name, in any case → index into {@code fields}
 * @param fields one text per column, without surrounding blanks
 */
record CsvRow(long position, Map<String, Integer> columns, List<String> fields) {

  /** The field of a column, empty when the file has no such column. */
  String field(String column) {
    Integer index = columns.get(column);
    return index == null ? "" : fields.get(index);
  }

  /** The field of a column that must not be empty. */
  String required(String column) throws BadRowException {
    String field = field(column);
    if (field.isEmpty()) {
      throw new BadRowException("empty " + column);
    }
    return field;
  }
}
