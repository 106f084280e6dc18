package org.thumbscore.spark;

import java.nio.file.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.counterfactual.CounterfactualModels;
import org.thumbscore.counterfactual.CounterfactualPool;
import org.thumbscore.counterfactual.CounterfactualSearch;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.CounterfactualSource.BundleRef;

/** The rows with counterfactual texts. */
record CounterfactualProduction(
    RowLayout layout,
    ScoreSettings settings,
    CounterfactualSource source,
    Broadcast<SerializableConfiguration> hadoop)
    implements RowProduction {
  private static final int STATUS = CounterfactualWriting.names().indexOf(ScoreColumns.STATUS);

  @Override
  public RowProducer open(TaskResources task) {
    LeasePool<CounterfactualPool.Key, CounterfactualModels>.Lease lease = acquire();
    return new CounterfactualProducer(
        lease,
        new CounterfactualSearch(lease.value(), task.encoder(), source.settings()),
        new CounterfactualAssembler(layout, settings),
        layout,
        task.encoder().maxBatch(),
        task.times());
  }

  @Override
  public int statusIndex() {
    return layout.carried() + STATUS;
  }

  private LeasePool<CounterfactualPool.Key, CounterfactualModels>.Lease acquire() {
    DeviceChoice choice =
        ExecutorEncoder.choose(
            // What a plugin computes is compared with fp32 for towers only.
            DeviceSettings.of(settings.source().encoder().device().device()));
    CounterfactualPool.Key key =
        new CounterfactualPool.Key(
            source.tagger().sha256(), source.masked().sha256(), choice.device());
    return CounterfactualPool.acquire(
        key,
        () -> {
          Path scratch = ExecutorEncoder.scratch();
          return CounterfactualModels.open(
              fetch(source.tagger(), scratch), fetch(source.masked(), scratch), choice, scratch);
        });
  }

  private ModelBundle fetch(BundleRef bundle, Path scratch) {
    return ExecutorEncoder.fetch(
        bundle.location(), bundle.sha256(), hadoop.value().value(), scratch);
  }
}
