package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** Who could answer a question at a moment, and their signals by {@link RoutingSignal}. */
record Lineup(List<String> users, double[][] signals) {

  void write(StateWriter out) {
    out.number(users.size());
    for (int i = 0; i < signals.length; i++) {
      out.text(users.get(i));
      for (double signal : signals[i]) {
        out.real(signal);
      }
    }
  }

  static Lineup read(StateReader in) {
    int size = in.count();
    List<String> users = new ArrayList<>(size);
    double[][] signals = new double[size][RoutingSignal.COUNT];
    for (double[] ofUser : signals) {
      users.add(in.text());
      for (int i = 0; i < ofUser.length; i++) {
        ofUser[i] = in.real();
      }
    }
    return new Lineup(users, signals);
  }
}
