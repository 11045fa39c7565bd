package dev.freshet.runtime.condition;

/** A condition that cannot be used. */
public final class WrongConditionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /**
   * @param line where in its text, counted from 1
   * @param column where in the line, counted from 1
   * @param message what is wrong
   */
  public WrongConditionException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
