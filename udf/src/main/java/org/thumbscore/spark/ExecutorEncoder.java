package org.thumbscore.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderPool;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.pipeline.path.LakeImages;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DeviceSettings;

/**
 * A task's access to the encoder of its executor.
 *
 * @param hadoop the driver's Hadoop configuration, with which executors fetch a remote bundle and
 *     read images
 */
record ExecutorEncoder(EncoderSource source, Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {

  static ExecutorEncoder of(SparkSession spark, EncoderSource source) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    return new ExecutorEncoder(
        source, context.broadcast(new SerializableConfiguration(configuration)));
  }

  LeasePool<EncoderPool.Key, DualEncoder>.Lease acquire() {
    DeviceChoice choice = choose(source.encoder().device());
    EncoderPool.Key key =
        EncoderPool.Key.of(source.bundleSha256(), choice.device(), source.encoder());
    return EncoderPool.acquire(key, () -> open(choice));
  }

  /** Returns the access to an encoder of the same model that computes in fp32. */
  ExecutorEncoder inFp32() {
    EncoderSettings settings = source.encoder();
    return new ExecutorEncoder(
        source.with(settings.on(settings.device().withoutPlugin(), List.of(Precision.FP32))),
        hadoop);
  }

  /** Opens the reader for images that rows refer to by path. The task must close it. */
  LakeImages images(StageTimes times) {
    return LakeImages.open(
        source.images(),
        source.encoder().imageLimits().maxBytes(),
        hadoop.value().value(),
        times::addImages);
  }

  private DualEncoder open(DeviceChoice choice) {
    Path scratch = scratch();
    ModelBundle bundle =
        fetch(source.bundleLocation(), source.bundleSha256(), hadoop.value().value(), scratch);
    EncoderBundle model = EncoderBundle.of(bundle);
    if (!model.output().equals(source.output())) {
      throw new BundleException(
          "Cannot use bundle "
              + source.bundleLocation()
              + ": family "
              + model.family()
              + " of this executor makes "
              + model.output()
              + " of it, the driver's "
              + source.output()
              + "; give all machines the same jars");
    }
    return DualEncoder.open(model, source.encoder(), choice, cores(), scratch);
  }

  /** Returns the directory of this executor for copies of bundles and native libraries. */
  static Path scratch() {
    return Path.of(SparkFiles.getRootDirectory(), "thumbscore");
  }

  /**
   * Fetches a bundle.
   *
   * @throws BundleException if its digest is not the one that the driver computed
   */
  static ModelBundle fetch(String location, String sha256, Configuration hadoop, Path scratch) {
    ModelBundle bundle = BundleFetcher.fetch(location, hadoop, scratch);
    if (!bundle.sha256().equals(sha256)) {
      throw new BundleException(
          "Cannot use bundle "
              + location
              + ": this executor finds digest "
              + bundle.sha256()
              + ", the driver found "
              + sha256
              + "; give all machines the same bundle");
    }
    return bundle;
  }

  /** Chooses the device of this task. */
  static DeviceChoice choose(DeviceSettings settings) {
    return DeviceChoice.of(settings, host());
  }

  /** Returns what Spark offers to this executor or, within a task, to the task. */
  static DeviceChoice.Host host() {
    List<Path> directories = List.of(Path.of(""), Path.of(SparkFiles.getRootDirectory()));
    return new DeviceChoice.Host(gpuAddresses(), cores(), directories);
  }

  private static List<String> gpuAddresses() {
    return Optional.ofNullable(TaskContext.get())
        .map(task -> task.resourcesJMap().get("gpu"))
        .map(gpu -> Arrays.asList(gpu.addresses()))
        .orElse(List.of());
  }

  /**
   * Returns the number of cores that Spark assigns to this executor, if the machine has as many.
   */
  private static int cores() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(processors, ExecutorCores.of(SparkEnv.get().conf()).orElse(processors));
  }
}
