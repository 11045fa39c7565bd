package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Lets exposures through once, and within the limits that events have. */
final class ExposureCleaner extends UserCleaner<PlacedExposure, ListExposure>
    implements OneInputStreamOperator<PlacedExposure, ListExposure> {

  private static final long serialVersionUID = 1L;

  private static final List<RejectionReason> REASONS =
      List.of(RejectionReason.FLOOD, RejectionReason.FAILED);

  ExposureCleaner(EventSettings settings, Origins origins) {
    super("recent-exposures", REASONS, settings, origins);
  }

  @Override
  public void processElement(StreamRecord<PlacedExposure> record) throws Exception {
    clean(record);
  }

  @Override
  void accept(StreamRecord<PlacedExposure> record, long origin) throws IOException {
    ListExposure exposure = record.getValue().exposure();
    pass(record, origin, exposure.id(), exposure.atMillis(), exposure);
  }
}
