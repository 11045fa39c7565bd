package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Arrays;

/**
 * How many different items there are among many, by their codes. Up to 1,024 it is exact; of more
 * it is a HyperLogLog of 4,096 registers, which is off by 1.6 % as a rule (one standard error,
 * 1.04/√4,096), and takes 4 KiB however many there are.
 *
 * <p>It is the same in whatever order items come, how often, and however they are divided among
 * several of these that are added up: what is exact is a set, each register is a maximum, and which
 * of the two it is depends on how many different ones there are alone.
 *
 * <p>Flajolet, Fusy, Gandouet, Meunier: <i>HyperLogLog: the analysis of a near-optimal cardinality
 * estimation algorithm</i>, AofA 2007. The estimate, which needs no tables of corrections and holds
 * for few items as for many: Ertl: <i>New cardinality estimation algorithms for HyperLogLog
 * sketches</i>, arXiv:1702.01284, 2017, algorithm 6.
 */
final class DistinctItems {

  /** Up to so many are kept one by one. */
  static final int MOST_EXACT = 1_024;

  private static final int INDEX_BITS = 12;
  private static final int REGISTERS = 1 << INDEX_BITS;
  private static final int RANK_BITS = Integer.SIZE - INDEX_BITS;

  /** 1/(2 ln 2). */
  private static final double ALPHA = 0.5 / StrictMath.log(2.0);

  private static final byte[] NONE = {};

  /** In ascending order, in the first {@link #count} places; not used once there are registers. */
  private int[] codes = new int[4];

  private int count;
  private byte[] registers = NONE;

  /** Adds an item. */
  void add(int code) {
    if (registers.length > 0) {
      register(code);
      return;
    }
    int place = Arrays.binarySearch(codes, 0, count, code);
    if (place < 0) {
      insert(-place - 1, code);
    }
  }

  private void insert(int place, int code) {
    if (count == MOST_EXACT) {
      becomeRegisters();
      register(code);
      return;
    }
    if (count == codes.length) {
      codes = Arrays.copyOf(codes, 2 * count);
    }
    System.arraycopy(codes, place, codes, place + 1, count - place);
    codes[place] = code;
    count++;
  }

  private void becomeRegisters() {
    registers = new byte[REGISTERS];
    for (int place = 0; place < count; place++) {
      register(codes[place]);
    }
    codes = new int[0];
    count = 0;
  }

  private void register(int code) {
    int place = code >>> RANK_BITS;
    int rank = Math.min(Integer.numberOfLeadingZeros(code << INDEX_BITS), RANK_BITS) + 1;
    registers[place] = (byte) Math.max(registers[place], rank);
  }

  /** Adds all items of another one. */
  void addAll(DistinctItems others) {
    if (others.registers.length == 0) {
      for (int place = 0; place < others.count; place++) {
        add(others.codes[place]);
      }
      return;
    }
    if (registers.length == 0) {
      becomeRegisters();
    }
    for (int place = 0; place < REGISTERS; place++) {
      registers[place] = (byte) Math.max(registers[place], others.registers[place]);
    }
  }

  /** How many there are, or as good as can be told. */
  long estimate() {
    return registers.length == 0 ? count : Math.round(ofRegisters());
  }

  private double ofRegisters() {
    int[] ofRank = new int[RANK_BITS + 2];
    for (byte rank : registers) {
      ofRank[rank]++;
    }
    double sum = REGISTERS * tau(1.0 - (double) ofRank[RANK_BITS + 1] / REGISTERS);
    for (int rank = RANK_BITS; rank >= 1; rank--) {
      sum = 0.5 * (sum + ofRank[rank]);
    }
    sum += REGISTERS * sigma((double) ofRank[0] / REGISTERS);
    return ALPHA * REGISTERS * REGISTERS / sum;
  }

  /** x + Σ x^(2^k) 2^(k−1), k from 1 on; x is below 1, as more than 1,024 items are there. */
  private static double sigma(double x) {
    double power = x;
    double weight = 1.0;
    double sum = x;
    double before = -1.0;
    while (sum != before) {
      before = sum;
      power *= power;
      sum += power * weight;
      weight *= 2.0;
    }
    return sum;
  }

  /** (1 − x − Σ (1 − x^(2^−k))² 2^−k)/3, k from 1 on. */
  private static double tau(double x) {
    if (x == 0.0 || x == 1.0) {
      return 0.0;
    }
    double root = x;
    double weight = 1.0;
    double sum = 1.0 - x;
    double before = -1.0;
    while (sum != before) {
      before = sum;
      root = Math.sqrt(root);
      weight *= 0.5;
      sum -= (1.0 - root) * (1.0 - root) * weight;
    }
    return sum / 3.0;
  }

  void write(StateWriter out) {
    out.number(count);
    int before = 0;
    for (int place = 0; place < count; place++) {
      out.number((long) codes[place] - before);
      before = codes[place];
    }
    out.part(registers);
  }

  /** What {@link #write} wrote. */
  static DistinctItems read(StateReader in) {
    DistinctItems items = new DistinctItems();
    items.count = in.count();
    items.codes = new int[Math.max(1, items.count)];
    int before = 0;
    for (int place = 0; place < items.count; place++) {
      before += (int) in.number();
      items.codes[place] = before;
    }
    items.registers = in.part();
    return items;
  }
}
