package org.thumbscore.spark.functions;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.spark.ScorerModel;
import org.thumbscore.spark.SingleEncoder;

/**
 * A catalog of SQL functions that embed and compare texts and images with one model.
 *
 * <pre>
 * spark.sql.catalog.thumbscore             org.thumbscore.spark.functions.ThumbscoreCatalog
 * spark.sql.catalog.thumbscore.model       hdfs:///models/cft-clip
 * spark.sql.catalog.thumbscore.calibration calibration.json
 *
 * SELECT id FROM scores
 * ORDER BY thumbscore.cosine(image_embedding, thumbscore.embed_text('flooded street')) DESC LIMIT 20
 * </pre>
 *
 * <p>The options are {@code model}, {@code calibration}, {@code device}, {@code provider}, {@code
 * provider-library}, {@code precision} and {@code preprocessing}. They are read when a session
 * first uses the catalog, and the model is opened when a query first needs it. Input that cannot be
 * embedded or compared gives null. Calls with literal arguments are evaluated once for a query.
 * Thread-safe.
 */
public final class ThumbscoreCatalog implements FunctionCatalog {
  private static final String DEFAULT_PREPROCESSING = "pillow";
  private static final String OWN_CATALOG = "thumbscore_functions";

  private final Map<String, UnboundFunction> known = new TreeMap<>();
  private String name = "";
  private CaseInsensitiveStringMap options = CaseInsensitiveStringMap.empty();
  private ScorerModel model;
  private SingleEncoder encoder;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap given) {
    name = catalog;
    options = given;
    add(
        "embed_text",
        "(string) -> the embedding of a text",
        arguments -> new EmbedText(arguments.string().encoder()));
    add(
        "embed_image",
        "(binary) -> the embedding of an encoded image",
        arguments -> new EmbedImage(arguments.binary().encoder()));
    add(
        "similarity",
        "(binary, string) -> the cosine of an image and a text",
        arguments -> new Similarity(arguments.binaryAndString().encoder()));
    add(
        "cosine",
        "(embedding, embedding) -> their best cosine",
        arguments -> new EmbeddingCosine(arguments.embeddings()));
    add(
        "label",
        "(float) -> the label of a similarity",
        arguments -> new SimilarityLabel(arguments.number(), arguments.threshold()));
  }

  /**
   * Returns the best cosine of two columns of embeddings, {@code array<float>} or {@code
   * array<array<float>>}, as the SQL function {@code cosine} computes it. The session needs no
   * catalog of ours; it gets one of another name.
   */
  public static Column cosine(SparkSession spark, Column one, Column other) {
    spark.conf().set("spark.sql.catalog." + OWN_CATALOG, ThumbscoreCatalog.class.getName());
    return functions.call_function(OWN_CATALOG + ".cosine", one, other);
  }

  /** Returns the best cosine of a column of embeddings and a query. */
  public static Column cosine(SparkSession spark, Column embedding, UnitVectors query) {
    return cosine(spark, embedding, functions.lit(EmbeddingArrays.rows(query)));
  }

  private void add(String function, String description, CatalogFunction.Binding binding) {
    known.put(function, new CatalogFunction(function, description, this, binding));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return namespace.length > 0
        ? new Identifier[0]
        : known.keySet().stream()
            .map(function -> Identifier.of(namespace, function))
            .toArray(Identifier[]::new);
  }

  @Override
  public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
    UnboundFunction found = known.get(identifier.name().toLowerCase(Locale.ROOT));
    if (found == null || identifier.namespace().length > 0) {
      throw new NoSuchFunctionException(identifier);
    }
    return found;
  }

  /** Returns the encoder of the model. */
  synchronized SingleEncoder encoder() {
    if (encoder == null) {
      encoder =
          SingleEncoder.of(
              SparkSession.active(),
              model()
                  .source(
                      ScorerModel.encoder(
                          ScorerModel.device(
                              options.getOrDefault("device", ScorerModel.AUTO),
                              options.getOrDefault("provider", ScorerModel.AUTO),
                              options.getOrDefault("provider-library", "")),
                          options.getOrDefault("precision", ScorerModel.AUTO),
                          options.getOrDefault("preprocessing", DEFAULT_PREPROCESSING),
                          1),
                      ""));
    }
    return encoder;
  }

  /** Returns the threshold of the calibration. */
  synchronized LabelThreshold threshold() {
    return model().threshold(required("calibration"), hadoop());
  }

  private ScorerModel model() {
    if (model == null) {
      model = ScorerModel.open(required("model"), hadoop());
    }
    return model;
  }

  private static Configuration hadoop() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }

  private String required(String option) {
    if (!options.containsKey(option)) {
      throw new UnsupportedOperationException(
          "no %s is configured; set spark.sql.catalog.%s.%s".formatted(option, name, option));
    }
    return options.get(option);
  }
}
