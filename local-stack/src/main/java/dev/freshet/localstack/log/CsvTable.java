package dev.freshet.localstack.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file row by row (RFC 4180, UTF-8, with or without byte-order mark). Columns are found
 * by the header's names, in any order; blank lines are skipped.
 *
 * <p>A quote that is never closed spoils its own line only: a row may span at most {@value
 * #MOST_LINES_PER_ROW} lines, and when no closing quote is found in them the row's first line is
 * bad and reading goes on with the next one.
 */
final class CsvTable<T> extends LogRows<T> {

  private static final int MOST_LINES_PER_ROW = 100;
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setTrailingData(true).setIgnoreSurroundingSpaces(true).get();

  private final Path file;
  private final RowParser<T> parser;
  private final Consumer<BadRow> badRows;
  private final BufferedReader reader;
  private final Map<String, Integer> columns;
  private final Deque<String> readAhead = new ArrayDeque<>();
  private final boolean endsInLineBreak;
  private int columnCount;
  private long line;
  private long position;

  /**
   * Opens the file and checks its header.
   *
   * @throws UnreadableLogException if the header lacks one of the required columns
   */
  CsvTable(Path file, List<String> required, RowParser<T> parser, Consumer<BadRow> badRows)
      throws IOException {
    this.file = file;
    this.parser = parser;
    this.badRows = badRows;
    this.endsInLineBreak = endsInLineBreak(file);
    this.reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    try {
      this.columns = readHeader(required);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private Map<String, Integer> readHeader(List<String> required) throws IOException {
    String header = nextLine();
    if (header != null && header.startsWith("\uFEFF")) {
      header = header.substring(1);
    }
    String expected = "expected a header with the columns " + String.join(",", required);
    if (header == null) {
      throw new UnreadableLogException(file, expected + ", but the file is empty");
    }
    Map<String, Integer> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> names = fields(header);
    for (int index = 0; index < names.size(); index++) {
      found.putIfAbsent(names.get(index), index);
    }
    columnCount = names.size();
    if (!found.keySet().containsAll(required)) {
      String shown = new BadRow(file, 1, "", header).text();
      throw new UnreadableLogException(file, expected + ", found: " + shown);
    }
    return found;
  }

  @Override
  @Nullable T read() {
    try {
      for (String text = nextLine(); text != null; text = nextLine()) {
        if (!text.isBlank()) {
          position++;
          T row = parse(text);
          if (row != null) {
            return row;
          }
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read on after line " + line, e);
    }
  }

  private @Nullable T parse(String firstLine) throws IOException {
    long rowLine = line;
    String text = firstLine;
    try {
      text = wholeRow(firstLine);
      List<String> fields = fields(text);
      if (fields.size() != columnCount) {
        throw new BadRowException("expected " + columnCount + " columns, found " + fields.size());
      }
      return parser.parse(new CsvRow(position, columns, fields));
    } catch (BadRowException e) {
      String reason = isTornEnd() ? BadRow.TRUNCATED + ": " + e.reason() : e.reason();
      badRows.accept(new BadRow(file, rowLine, reason, text));
      return null;
    } catch (MixedTimesException e) {
      throw UnreadableLogException.whileReading(file, rowLine, e);
    }
  }

  /** Whether the file ends here, and without a line break: then its last row is not whole. */
  private boolean isTornEnd() throws IOException {
    if (endsInLineBreak || !readAhead.isEmpty()) {
      return false;
    }
    String more = reader.readLine();
    if (more != null) {
      readAhead.addFirst(more);
    }
    return more == null;
  }

  private static boolean endsInLineBreak(Path file) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      bytes.position(Math.max(0, bytes.size() - 1)).read(last);
      return last.flip().hasRemaining() && last.get() == '\n';
    }
  }

  /** The row that starts with a line: the line itself, or more where a quoted field has breaks. */
  private String wholeRow(String firstLine) throws IOException, BadRowException {
    if (isBalanced(firstLine)) {
      return firstLine;
    }
    StringBuilder row = new StringBuilder(firstLine);
    Deque<String> taken = new ArrayDeque<>();
    while (taken.size() < MOST_LINES_PER_ROW - 1) {
      String more = nextLine();
      if (more == null) {
        break;
      }
      taken.addLast(more);
      row.append('\n').append(more);
      if (!isBalanced(more)) {
        return row.toString();
      }
    }
    line -= taken.size();
    while (!taken.isEmpty()) {
      readAhead.addFirst(taken.removeLast());
    }
    throw new BadRowException("a quote is never closed");
  }

  private static boolean isBalanced(String text) {
    return text.chars().filter(character -> character == '"').count() % 2 == 0;
  }

  private @Nullable String nextLine() throws IOException {
    String text = readAhead.isEmpty() ? reader.readLine() : readAhead.removeFirst();
    if (text != null) {
      line++;
    }
    return text;
  }

  private static List<String> fields(String row) throws IOException {
    List<String> fields = new ArrayList<>();
    if (row.indexOf('"') < 0) {
      // Most rows have no quotes, and a parser per row costs ten times as much as a split.
      for (String field : row.split(",", -1)) {
        fields.add(field.strip());
      }
      return fields;
    }
    try (CSVParser parsed = CSVParser.parse(row, FORMAT)) {
      for (CSVRecord record : parsed) {
        record.forEach(field -> fields.add(field.strip()));
      }
    }
    return fields;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
