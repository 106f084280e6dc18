package org.thumbscore.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model bundle on the local disk: its configs, its graphs and its digest, independent of the
 * model. Model families request and check the parts that they need. Thread-safe.
 *
 * <pre>{@code
 * ModelBundle bundle = ModelBundle.open(Path.of("conf/models/thumbscore-mini"));
 * bundle.name();                 // thumbscore-mini
 * bundle.identity().describe();  // config.json says architectures [CLIPModel]
 * }</pre>
 */
public final class ModelBundle {
  private static final Logger LOG = LoggerFactory.getLogger(ModelBundle.class);
  private static final String TOKENIZER = "tokenizer.json";

  private final BundleLayout layout;
  private final JsonConfig config;
  private final ModelIdentity identity;
  private String sha256;

  private ModelBundle(BundleLayout layout, JsonConfig config, ModelIdentity identity) {
    this.layout = layout;
    this.config = config;
    this.identity = identity;
  }

  /**
   * Opens a directory and reads its configs.
   *
   * @throws BundleException if the directory or {@code config.json} is missing or malformed
   */
  public static ModelBundle open(Path directory) {
    BundleLayout layout = BundleLayout.of(directory.toAbsolutePath().normalize());
    JsonConfig config = JsonConfig.read(layout, "config.json");
    return new ModelBundle(layout, config, ModelIdentity.read(layout, config));
  }

  /** Returns the name of the directory, as written to the column {@code model}. */
  public String name() {
    return layout.directory().getFileName().toString();
  }

  /** Returns the directory that contains the files. */
  public Path directory() {
    return layout.directory();
  }

  /** Returns the identity by which model families recognize the bundle. */
  public ModelIdentity identity() {
    return identity;
  }

  /** Returns the contents of {@code config.json}. */
  public JsonConfig config() {
    return config;
  }

  /**
   * Reads another JSON object of the bundle.
   *
   * @param name of the file, relative to the directory
   * @throws BundleException if there is none, or it is malformed
   */
  public JsonConfig config(String name) {
    return JsonConfig.read(layout, name);
  }

  /** Returns what the exporter recorded about the model, or empty for other exporters. */
  public Optional<JsonConfig> export() {
    return ModelIdentity.export(layout);
  }

  /**
   * Returns the SHA-256 of the bundle's files in lower-case hexadecimal. The first call reads all
   * of the files.
   */
  public synchronized String sha256() {
    if (sha256 == null) {
      sha256 = BundleDigest.of(layout);
    }
    return sha256;
  }

  /**
   * Reads how images are prepared.
   *
   * @param imageSize the edge length of the square image that the model accepts, in pixels
   * @param defaults the values of absent keys
   * @throws BundleException if the config is missing or malformed, or produces images of another
   *     size
   */
  public PreprocessorConfig preprocessor(int imageSize, PreprocessorDefaults defaults) {
    return PreprocessorConfigReader.readFrom(layout, defaults, imageSize);
  }

  /**
   * Returns the tokenizer file, in the format of Hugging Face's tokenizers library.
   *
   * @throws BundleException if the file does not exist
   */
  public Path tokenizerJson() {
    return layout.require(TOKENIZER);
  }

  /**
   * Returns the file with the given path relative to the directory.
   *
   * @throws BundleException if the file does not exist
   */
  public Path file(String name) {
    return layout.require(name);
  }

  /**
   * Returns the graphs in the first of these precisions that the bundle has. If it has none of
   * them, logs a warning and returns the graphs in full precision or, failing that, in any other
   * precision.
   *
   * @param exports the supported sets of graphs, in order of preference
   * @throws BundleException if the bundle has none of them in any precision
   */
  public GraphFiles graphs(List<GraphSet> exports, List<Precision> preferred) {
    return preferred.stream()
        .map(precision -> layout.graphs(exports, precision))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> fallback(exports, preferred));
  }

  private GraphFiles fallback(List<GraphSet> exports, List<Precision> preferred) {
    GraphFiles found = requireGraphs(exports);
    LOG.warn(
        "Bundle {} has no graphs in {}; using {} ({})",
        name(),
        preferred,
        found.precision(),
        layout.graphContents());
    return found;
  }

  /** Returns the precisions in which the bundle has one of these sets of graphs. */
  public List<Precision> precisions(List<GraphSet> exports) {
    return Arrays.stream(Precision.values())
        .filter(precision -> layout.graphs(exports, precision).isPresent())
        .toList();
  }

  /**
   * Returns the graphs in any precision, preferring full precision.
   *
   * @param exports the supported sets of graphs, in order of preference
   * @throws BundleException if the bundle has none of them
   */
  public GraphFiles requireGraphs(List<GraphSet> exports) {
    return Arrays.stream(Precision.values())
        .map(precision -> layout.graphs(exports, precision))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> noGraphs(exports));
  }

  private BundleException noGraphs(List<GraphSet> exports) {
    return layout.refusal(
        layout.graphContents()
            + "; expected "
            + exports.stream().map(GraphSet::describe).collect(Collectors.joining(", or "))
            + ", at the root or under onnx/");
  }

  /** Returns an exception that names the bundle and says why it cannot be used. */
  public BundleException refusal(String why) {
    return layout.refusal(why);
  }
}
