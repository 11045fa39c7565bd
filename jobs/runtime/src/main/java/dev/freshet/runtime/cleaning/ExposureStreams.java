package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.ListExposure;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What users were shown, clean: every record was checked, every exposure comes once, and no user
 * floods.
 *
 * @param exposures what users were shown, in the order of each partition, divided by user
 * @param rejected what was not let through, with the reason
 */
public record ExposureStreams(
    DataStream<ListExposure> exposures, DataStream<RejectedRecord> rejected) {

  /**
   * Cleans what was read, wherever it came from. Of what is rejected after it was divided by user
   * nothing but the reason is told.
   */
  public static ExposureStreams clean(
      DataStream<DecodedExposure> records, Topics topics, EventSettings settings) {
    return clean(
        records,
        topics,
        settings,
        places ->
            places
                .map(RejectedPlace::withoutBytes)
                .returns(RejectedRecord.class)
                .uid("flooded-exposures")
                .name("Tell of rejected exposures"));
  }

  /**
   * Cleans what was read.
   *
   * @param fetching gets the bytes of what is rejected after it was divided by user
   */
  public static ExposureStreams clean(
      DataStream<DecodedExposure> records,
      Topics topics,
      EventSettings settings,
      Function<DataStream<RejectedPlace>, DataStream<RejectedRecord>> fetching) {
    SingleOutputStreamOperator<PlacedExposure> placed =
        records
            .process(new ExposureSplitter(topics.exposures()))
            .returns(PlacedExposure.class)
            .uid("exposure-records")
            .name("Check exposures")
            .setParallelism(records.getParallelism());
    SingleOutputStreamOperator<ListExposure> exposures =
        placed
            .keyBy(PlacedExposure::user)
            .transform(
                "Clean exposures",
                TypeInformation.of(ListExposure.class),
                new ExposureCleaner(settings, topics.origins()))
            .uid("clean-exposures");
    return new ExposureStreams(
        exposures,
        placed
            .getSideOutput(ExposureSplitter.REJECTED)
            .union(fetching.apply(exposures.getSideOutput(ExposureCleaner.REJECTED))));
  }
}
