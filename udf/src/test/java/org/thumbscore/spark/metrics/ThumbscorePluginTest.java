package org.thumbscore.spark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.thumbscore.spark.ml.ThumbnailScorer;
import org.thumbscore.testing.LocalSpark;
import org.thumbscore.testing.TestBundles;

/** The plugin in a real application, by the events that Spark sends. */
class ThumbscorePluginTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Dataset<Row> ARTICLES =
      SPARK.read().parquet("../udf/src/test/resources/org/thumbscore/articles.parquet");

  private final MetricRegistry registry = new MetricRegistry();

  private SparkListener listener;

  @BeforeEach
  void startPlugin() throws Exception {
    // Events of earlier tests may still be under way.
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
    List<?> before = listeners();
    ThumbscorePlugin plugin = new ThumbscorePlugin();
    plugin.driverPlugin().init(SPARK.sparkContext(), new Context(registry));
    listener =
        (SparkListener) listeners().stream().filter(l -> !before.contains(l)).findFirst().get();
    assertNull(plugin.executorPlugin());
  }

  @AfterEach
  void removeListener() {
    SPARK.sparkContext().removeSparkListener(listener);
  }

  private static List<?> listeners() {
    return SPARK.sparkContext().listenerBus().listeners();
  }

  @Test
  void rowsOfTransformersAreCountedByStatus() throws Exception {
    score(ARTICLES);
    assertEquals(96, registry.meter("rows").getCount());
    assertEquals(81L, number("rows.OK"));
    assertEquals(3L, number("rows.TEXT_MISSING"));
    assertEquals(6L, number("rows.IMAGE_MISSING"));
    assertEquals(6L, number("rows.IMAGE_UNDECODABLE"));
    assertEquals(0L, number("rows.MODEL_FAILED"));
    assertTrue(number("seconds.infer").doubleValue() > 0);
    assertTrue(number("seconds.decode").doubleValue() > 0);
    assertEquals(0.0, number("seconds.images"));
    long images = number("embeddings.images.computed").longValue();
    assertTrue(images > 0 && images <= 81, images + " images");
    score(ARTICLES);
    assertEquals(192, registry.meter("rows").getCount());
    assertEquals(2 * images, number("embeddings.images.computed"));
  }

  @Test
  void otherJobsCountNothing() throws Exception {
    assertEquals(96, ARTICLES.count());
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
    assertEquals(0, registry.meter("rows").getCount());
    assertEquals(0.0, number("queue.depth"));
  }

  private static void score(Dataset<Row> articles) throws Exception {
    new ThumbnailScorer()
        .setModel(TestBundles.mini().directory().toString())
        .setTextCol("summary")
        .setImageCol("thumbnail")
        .transform(articles.drop("label"))
        .collectAsList();
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
  }

  private Number number(String name) {
    return (Number) registry.getGauges().get(name).getValue();
  }

  /** What Spark gives the plugin of a driver. */
  private record Context(MetricRegistry metricRegistry) implements PluginContext {
    @Override
    public SparkConf conf() {
      return SPARK.sparkContext().conf();
    }

    @Override
    public String executorID() {
      return "driver";
    }

    @Override
    public String hostname() {
      return "localhost";
    }

    @Override
    public Map<String, ResourceInformation> resources() {
      return Map.of();
    }

    @Override
    public void send(Object message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object ask(Object message) {
      throw new UnsupportedOperationException();
    }
  }
}
