package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.state.BesideBroadcast;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What a job reads, clean: every record was checked, every event comes once and is of an item that
 * may be used, and no user floods.
 *
 * @param interactions what users did, in the order of each partition, divided by user
 * @param catalogue what the platform says of its items, from the beginning of the topic
 * @param rejected what was not let through, with the reason
 */
public record EventStreams(
    DataStream<Interaction> interactions,
    DataStream<CatalogueItem> catalogue,
    DataStream<RejectedRecord> rejected) {

  /** The interactions keyed by user, in the tasks that cleaned them: without another exchange. */
  public KeyedStream<Interaction, String> interactionsByUser() {
    return byUser(interactions);
  }

  /** What was made of {@link #interactions} in the same tasks, keyed by user likewise. */
  public static KeyedStream<Interaction, String> byUser(DataStream<Interaction> divided) {
    return DataStreamUtils.reinterpretAsKeyedStream(divided, Interaction::user);
  }

  /**
   * Cleans what was read, wherever it came from: in as many tasks as read it, so that its order is
   * kept until it is divided by user. Of what is rejected afterwards nothing but the reason is
   * told, as no bytes cross that exchange.
   */
  public static EventStreams clean(
      DataStream<DecodedRecord> records, Topics topics, EventSettings settings, ItemLimits limits) {
    return clean(
        records,
        topics,
        settings,
        limits,
        places ->
            places
                .map(RejectedPlace::withoutBytes)
                .returns(RejectedRecord.class)
                .uid("flooded-records")
                .name("Tell of rejected records"));
  }

  /**
   * Cleans what was read.
   *
   * @param fetching gets the bytes of what is rejected after it was divided by user
   */
  public static EventStreams clean(
      DataStream<DecodedRecord> records,
      Topics topics,
      EventSettings settings,
      ItemLimits limits,
      Function<DataStream<RejectedPlace>, DataStream<RejectedRecord>> fetching) {
    String items = topics.items();
    Origins origins = topics.origins();
    SingleOutputStreamOperator<DecodedRecord> readable =
        records
            .filter(record -> !record.raw().topic().equals(items))
            .uid("events")
            .name("Pick events")
            .setParallelism(records.getParallelism())
            .process(new RejectionSplitter(topics))
            .uid("clean-records")
            .name("Clean records")
            .setParallelism(records.getParallelism());
    SingleOutputStreamOperator<PlacedInteraction> placed =
        readable
            .process(new InteractionPlacer(limits))
            .uid("placed-interactions")
            .name("Leave bytes behind")
            .setParallelism(records.getParallelism());
    SingleOutputStreamOperator<DecodedRecord> described =
        records
            .filter(record -> record.raw().topic().equals(items))
            .uid("catalogue")
            .name("Pick catalogue")
            .setParallelism(records.getParallelism())
            .process(new RejectionSplitter(topics))
            .uid("catalogue-records")
            .name("Check catalogue")
            .setParallelism(records.getParallelism());
    SingleOutputStreamOperator<CatalogueItem> catalogue =
        described
            .transform(
                "Clean catalogue",
                TypeInformation.of(CatalogueItem.class),
                new CatalogueCleaner(settings, origins))
            .uid("catalogue-items")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<ItemNotice> notices =
        catalogue
            .connect(placed.getSideOutput(InteractionPlacer.NAMED))
            .map(new ItemNotices())
            .uid("item-notices")
            .name("Tell of items")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<Interaction> interactions =
        BesideBroadcast.transform(
                "Clean events",
                placed.keyBy(PlacedInteraction::user),
                notices,
                new Deduplicator(settings, limits, origins),
                TypeInformation.of(Interaction.class))
            .uid("clean-events");
    DataStream<RejectedRecord> rejected =
        readable
            .getSideOutput(RejectionSplitter.REJECTED)
            .union(
                fetching.apply(interactions.getSideOutput(Deduplicator.REJECTED)),
                described.getSideOutput(RejectionSplitter.REJECTED),
                catalogue.getSideOutput(RejectionSplitter.REJECTED));
    return new EventStreams(interactions, catalogue, rejected);
  }
}
