package org.thumbscore.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderPool;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.model.BundleException;
import org.thumbscore.pipeline.ImageStore;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.runtime.EncoderException;

/**
 * A probe that opens the encoder on an executor. A failure is returned as a value, so that the task
 * is not retried and the message is not buried in the stack trace of a failed job.
 */
record EncoderProbe(ExecutorEncoder encoder, RowProduction production)
    implements MapPartitionsFunction<Long, String> {
  private static final String DEVICE = "device:";
  private static final String REFUSED_BUNDLE = "bundle:";
  private static final String REFUSED_DEVICE = "encoder:";

  static String run(SparkSession spark, ExecutorEncoder encoder, RowProduction production) {
    String answer =
        spark
            .range(0, 1, 1, 1)
            .mapPartitions(new EncoderProbe(encoder, production), Encoders.STRING())
            .collectAsList()
            .get(0);
    String text = answer.substring(answer.indexOf(':') + 1);
    if (answer.startsWith(REFUSED_BUNDLE)) {
      throw new BundleException(text);
    }
    if (answer.startsWith(REFUSED_DEVICE)) {
      throw new EncoderException(text);
    }
    return text;
  }

  @Override
  public Iterator<String> call(Iterator<Long> unused) {
    return List.of(attempt()).iterator();
  }

  private String attempt() {
    try (LeasePool<EncoderPool.Key, DualEncoder>.Lease lease = encoder.acquire()) {
      production
          .open(new TaskResources(lease.value(), encoder, ImageStore.NONE, new StageTimes()))
          .close();
      return DEVICE + lease.value().description();
    } catch (BundleException e) {
      return REFUSED_BUNDLE + e.getMessage();
    } catch (EncoderException e) {
      return REFUSED_DEVICE + e.getMessage();
    }
  }
}
