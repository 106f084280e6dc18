package org.thumbscore.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model bundle on local disk: its configs, its graphs and its digest, whatever the model. What a
 * model family needs of it, the family asks for and checks. Thread-safe.
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
   * Opens a directory and reads what its configs say of the model.
   *
   * @throws BundleException if the directory or {@code config.json} is missing or malformed
   */
  public static ModelBundle open(Path directory) {
    BundleLayout layout = BundleLayout.of(directory.toAbsolutePath().normalize());
    JsonConfig config = JsonConfig.read(layout, "config.json");
    return new ModelBundle(layout, config, ModelIdentity.read(layout, config));
  }

  /** Returns the directory's name, as it appears in the column {@code model}. */
  public String name() {
    return layout.directory().getFileName().toString();
  }

  /** Returns where the files are. */
  public Path directory() {
    return layout.directory();
  }

  /** Returns what the bundle says it is, from which its model family is told. */
  public ModelIdentity identity() {
    return identity;
  }

  /** Returns {@code config.json}. */
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

  /**
   * Returns the lower-case hexadecimal SHA-256 over the bundle's files; reads them all when first
   * asked for.
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
   * @param imageSize edge of the square image that the model takes, in pixels
   * @param defaults the values of absent keys
   * @throws BundleException if the config is missing, malformed or makes images of another size
   */
  public PreprocessorConfig preprocessor(int imageSize, PreprocessorDefaults defaults) {
    return PreprocessorConfigReader.readFrom(layout, defaults, imageSize);
  }

  /**
   * Returns the tokenizer, in the format of Hugging Face's tokenizers library.
   *
   * @throws BundleException if there is none
   */
  public Path tokenizerJson() {
    return layout.require(TOKENIZER);
  }

  /**
   * Returns a file by its name relative to the directory.
   *
   * @throws BundleException if there is none
   */
  public Path file(String name) {
    return layout.require(name);
  }

  /**
   * Finds the graphs of the first of these precisions that the bundle has; else, with a warning,
   * those of the full precision, else whatever it has.
   *
   * @param exports the sets of graphs that will do, the best first
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

  /**
   * Finds graphs in any precision, the full one first.
   *
   * @param exports the sets of graphs that will do, the best first
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

  /** Refuses the bundle by its name, with the reason why it cannot be used. */
  public BundleException refusal(String why) {
    return layout.refusal(why);
  }
}
