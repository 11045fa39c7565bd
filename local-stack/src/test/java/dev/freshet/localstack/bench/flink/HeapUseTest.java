package dev.freshet.localstack.bench.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapUseTest {

  @Test
  void addsUpTheGenerationsOfTheParallelCollector() {
    String info =
        """
        4711:
         PSYoungGen      total 76288K, used 2621K [0x000000076ab00000, 0x0000000770000000)
          eden space 65536K, 4% used [0x000000076ab00000,0x000000076ad8f5a8,0x000000076eb00000)
         ParOldGen       total 175104K, used 1000K [0x00000006c0000000, 0x00000006cab00000)
          object space 175104K, 0% used [0x00000006c0000000,0x00000006c0000000)
         Metaspace       used 3180K, committed 3392K, reserved 1056768K
        """;

    assertThat(HeapUse.bytes(info)).isEqualTo(3621L << 10);
  }

  @Test
  void readsTheWholeHeapOfG1() {
    String info =
        """
        4711:
         garbage-first heap   total 260096K, used 4915K [0x00000006c1800000, 0x00000007c0000000)
          region size 2048K, 2 young (4096K), 0 survivors (0K)
        """;

    assertThat(HeapUse.bytes(info)).isEqualTo(4915L << 10);
  }

  @Test
  void refusesACollectorThatItDoesNotKnow() {
    assertThatThrownBy(() -> HeapUse.bytes(" ZHeap  used 8M, capacity 256M"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ZHeap");
  }

  @Test
  void asksAnotherJvm() throws InterruptedException {
    assertThat(HeapUse.afterCollection(ProcessHandle.current().pid())).isPositive();
  }
}
