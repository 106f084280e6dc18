package org.thumbscore.spark.ml;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.score.RescoreBand;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.ArticleColumns;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.spark.ScorerModel;

/**
 * A transformer that appends similarity, label and status to articles. It keeps all rows and
 * columns, scores in the same way as the job, and works in batch queries and in Structured
 * Streaming.
 *
 * <pre>{@code
 * ThumbnailScorer scorer =
 *     new ThumbnailScorer()
 *         .setModel("hdfs:///models/cft-clip")
 *         .setTextCol("summary")
 *         .setImageCol("thumbnail");
 * Dataset<Row> scores = scorer.transform(articles);
 * }</pre>
 *
 * <p>The appended columns are those of {@link ScoreColumns} that describe the article and the
 * model: {@code similarity}, {@code label}, {@code status}, {@code error}, {@code text_tokens},
 * {@code text_truncated}, {@code model}, {@code model_sha256}, {@code threshold}, the extra columns
 * of the model such as {@code caption}, and with {@code embeddings} the embeddings and digests. The
 * value of {@code outputCol} is put before each name.
 *
 * <p>Parameters are validated when a schema is known. The model is opened on the driver by {@link
 * #transformSchema} and by {@link #transform}, and by the executors when a query runs.
 */
public final class ThumbnailScorer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;
  // Columns that describe a run of the job.
  private static final Set<String> OF_A_RUN = Set.of(ScoreColumns.RUN_ID, ScoreColumns.SCORED_AT);

  private final String uid;
  private final Param<String> model;
  private final Param<String> textCol;
  private final Param<String> imageCol;
  private final Param<String> imageBase;
  private final Param<String> outputCol;
  private final Param<String> calibration;
  private final BooleanParam embeddings;
  private final Param<String> device;
  private final Param<String> provider;
  private final Param<String> providerLibrary;
  private final Param<String> precision;
  private final Param<String> rescoreBand;
  private final Param<String> preprocessing;
  private final IntParam batchSize;

  private transient ScorerModel opened;

  /** Creates a scorer with a random uid. */
  public ThumbnailScorer() {
    this(Identifiable.randomUID("thumbnailScorer"));
  }

  /** Creates a scorer with the given uid. */
  public ThumbnailScorer(String uid) {
    this.uid = uid;
    // Only now, since a parameter takes the uid of its owner.
    model = new Param<>(this, "model", "the model bundle, a local path or Hadoop URI");
    textCol = new Param<>(this, "textCol", "the string column with the texts");
    imageCol =
        new Param<>(
            this,
            "imageCol",
            "the column with the images: binary, string (a path), or a struct of bytes and path");
    imageBase =
        new Param<>(this, "imageBase", "the directory that relative paths of images start from");
    outputCol =
        new Param<>(this, "outputCol", "what is put before the names of the appended columns");
    calibration =
        new Param<>(
            this, "calibration", "the calibration for the labels, a local path or Hadoop URI");
    embeddings =
        new BooleanParam(this, "embeddings", "whether embeddings and digests are appended");
    device = new Param<>(this, "device", "auto, cpu or cuda, as score.device");
    provider =
        new Param<>(this, "provider", "the execution provider: auto, cpu, cuda, openvino, ...");
    providerLibrary =
        new Param<>(this, "providerLibrary", "the library of a plugin, as score.provider-library");
    precision = new Param<>(this, "precision", "auto, fp32, fp16, ..., as score.precision");
    rescoreBand =
        new Param<>(
            this,
            "rescoreBand",
            "off, auto, or the distance from the threshold within which rows are scored again in fp32");
    preprocessing =
        new Param<>(
            this, "preprocessing", "pillow, pillow12 or torchvision, as score.preprocessing");
    batchSize =
        new IntParam(this, "batchSize", "rows in one run of a tower; 0 is the device's default");
    setDefault(textCol, "text");
    setDefault(imageCol, "image");
    setDefault(imageBase, "");
    setDefault(outputCol, "");
    setDefault(calibration, "");
    setDefault(embeddings, false);
    setDefault(device, ScorerModel.AUTO);
    setDefault(provider, ScorerModel.AUTO);
    setDefault(providerLibrary, "");
    setDefault(precision, ScorerModel.AUTO);
    setDefault(rescoreBand, RescoreBand.OFF);
    setDefault(preprocessing, PreprocessingProfile.PILLOW.label());
    setDefault(batchSize, 0);
  }

  /** Reads a scorer that was saved. */
  public static ThumbnailScorer load(String path) {
    return read().load(path);
  }

  public static MLReader<ThumbnailScorer> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Returns the schema of {@link #transform}'s result.
   *
   * @throws IllegalArgumentException if a column is missing or has the wrong type, an appended
   *     column is already there, or a parameter is invalid
   * @throws org.thumbscore.model.BundleException if the model cannot be used
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return result(schema, settings(SparkSession.active()));
  }

  /**
   * Appends the scores, lazily.
   *
   * @throws IllegalArgumentException as {@link #transformSchema}
   * @throws org.thumbscore.model.BundleException if the model cannot be used
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    ScoreSettings settings = settings(dataset.sparkSession());
    StructType result = result(dataset.schema(), settings);
    int width = dataset.schema().size();
    // Numbers as names, so that the names of the input do not collide with those of the scores.
    Dataset<Row> numbered =
        dataset.toDF(IntStream.range(0, width).mapToObj(Integer::toString).toArray(String[]::new));
    Dataset<Row> scored = ArticleScoring.score(numbered, numbered(dataset.schema()), settings);
    return scored.drop(OF_A_RUN.toArray(String[]::new)).toDF(result.fieldNames());
  }

  private ArticleColumns numbered(StructType schema) {
    return new ArticleColumns(
        "0",
        Integer.toString(schema.fieldIndex(getTextCol())),
        Integer.toString(schema.fieldIndex(getImageCol())),
        IntStream.range(1, schema.size()).mapToObj(Integer::toString).toList());
  }

  private StructType result(StructType input, ScoreSettings settings) {
    require(input, getTextCol(), "textCol", "string", type -> type instanceof StringType);
    require(
        input,
        getImageCol(),
        "imageCol",
        "binary, string, or struct<bytes: binary, path: string>",
        ThumbnailScorer::isImage);
    List<StructField> fields = new ArrayList<>(List.of(input.fields()));
    Set<String> names = new LinkedHashSet<>();
    Arrays.stream(input.fieldNames()).map(ThumbnailScorer::lower).forEach(names::add);
    for (StructField field : ArticleScoring.scoreFields(settings)) {
      if (!OF_A_RUN.contains(field.name())) {
        String name = getOutputCol() + field.name();
        if (!names.add(lower(name))) {
          throw new IllegalArgumentException(
              "Column %s is already there. Set outputCol to a prefix that makes the names of the appended columns unique"
                  .formatted(name));
        }
        fields.add(new StructField(name, field.dataType(), field.nullable(), field.metadata()));
      }
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void require(
      StructType input,
      String name,
      String parameter,
      String expected,
      Function<DataType, Boolean> accepted) {
    DataType found =
        Arrays.stream(input.fields())
            .filter(field -> field.name().equals(name))
            .map(StructField::dataType)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Missing column %s (%s); found: %s"
                            .formatted(name, parameter, String.join(", ", input.fieldNames()))));
    if (!accepted.apply(found)) {
      throw new IllegalArgumentException(
          "Wrong type of column %s (%s): found %s, expected %s"
              .formatted(name, parameter, found.simpleString(), expected));
    }
  }

  private static boolean isImage(DataType type) {
    return type instanceof BinaryType
        || type instanceof StringType
        || (type instanceof StructType struct
            && Stream.of("bytes", "path").anyMatch(List.of(struct.fieldNames())::contains));
  }

  private ScoreSettings settings(SparkSession spark) {
    if (!isDefined(model)) {
      throw new IllegalArgumentException("No model; set the parameter model to a model bundle");
    }
    EncoderSettings encoder =
        ScorerModel.encoder(
            ScorerModel.device(getDevice(), getProvider(), getProviderLibrary()),
            getPrecision(),
            getPreprocessing(),
            getBatchSize());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    if (opened == null || !opened.location().equals(getModel())) {
      opened = ScorerModel.open(getModel(), hadoop);
    }
    ScoreSettings.Threshold threshold =
        getCalibration().isEmpty()
            ? new ScoreSettings.Threshold.None()
            : new ScoreSettings.Threshold.Calibrated(opened.threshold(getCalibration(), hadoop));
    return new ScoreSettings(
        opened.source(encoder, getImageBase()),
        new ScoreSettings.Lineage(
            opened.bundle().bundle().name(), threshold, getEmbeddings(), uid, Instant.now()),
        RescoreBand.parse(getRescoreBand()));
  }

  public Param<String> model() {
    return model;
  }

  public String getModel() {
    return getOrDefault(model);
  }

  public ThumbnailScorer setModel(String value) {
    set(model, value);
    return this;
  }

  public Param<String> textCol() {
    return textCol;
  }

  public String getTextCol() {
    return getOrDefault(textCol);
  }

  public ThumbnailScorer setTextCol(String value) {
    set(textCol, value);
    return this;
  }

  public Param<String> imageCol() {
    return imageCol;
  }

  public String getImageCol() {
    return getOrDefault(imageCol);
  }

  public ThumbnailScorer setImageCol(String value) {
    set(imageCol, value);
    return this;
  }

  public Param<String> imageBase() {
    return imageBase;
  }

  public String getImageBase() {
    return getOrDefault(imageBase);
  }

  public ThumbnailScorer setImageBase(String value) {
    set(imageBase, value);
    return this;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  public ThumbnailScorer setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  public Param<String> calibration() {
    return calibration;
  }

  public String getCalibration() {
    return getOrDefault(calibration);
  }

  public ThumbnailScorer setCalibration(String value) {
    set(calibration, value);
    return this;
  }

  public Param<String> device() {
    return device;
  }

  public String getDevice() {
    return getOrDefault(device);
  }

  public ThumbnailScorer setDevice(String value) {
    set(device, value);
    return this;
  }

  public Param<String> provider() {
    return provider;
  }

  public String getProvider() {
    return getOrDefault(provider);
  }

  public ThumbnailScorer setProvider(String value) {
    set(provider, value);
    return this;
  }

  public Param<String> providerLibrary() {
    return providerLibrary;
  }

  public String getProviderLibrary() {
    return getOrDefault(providerLibrary);
  }

  public ThumbnailScorer setProviderLibrary(String value) {
    set(providerLibrary, value);
    return this;
  }

  public Param<String> precision() {
    return precision;
  }

  public String getPrecision() {
    return getOrDefault(precision);
  }

  public ThumbnailScorer setPrecision(String value) {
    set(precision, value);
    return this;
  }

  public Param<String> rescoreBand() {
    return rescoreBand;
  }

  public String getRescoreBand() {
    return getOrDefault(rescoreBand);
  }

  public ThumbnailScorer setRescoreBand(String value) {
    set(rescoreBand, value);
    return this;
  }

  public Param<String> preprocessing() {
    return preprocessing;
  }

  public String getPreprocessing() {
    return getOrDefault(preprocessing);
  }

  public ThumbnailScorer setPreprocessing(String value) {
    set(preprocessing, value);
    return this;
  }

  public BooleanParam embeddings() {
    return embeddings;
  }

  public boolean getEmbeddings() {
    return (Boolean) getOrDefault(embeddings);
  }

  public ThumbnailScorer setEmbeddings(boolean value) {
    set(embeddings, value);
    return this;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  public ThumbnailScorer setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  @Override
  public ThumbnailScorer copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
