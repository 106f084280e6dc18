package org.thumbscore.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened model bundle on local disk. Thread-safe. */
public final class ModelBundle {
  private static final Logger LOG = LoggerFactory.getLogger(ModelBundle.class);

  private final BundleLayout layout;
  private final EncoderConfig encoder;
  private final PreprocessorConfig preprocessor;
  private final Path tokenizerJson;
  private String sha256;

  private ModelBundle(
      BundleLayout layout,
      EncoderConfig encoder,
      PreprocessorConfig preprocessor,
      Path tokenizerJson) {
    this.layout = layout;
    this.encoder = encoder;
    this.preprocessor = preprocessor;
    this.tokenizerJson = tokenizerJson;
  }

  /**
   * Opens a directory and checks what files can tell; the graphs are checked when they are loaded.
   *
   * @throws BundleException if something is missing or malformed
   */
  public static ModelBundle open(Path directory) {
    BundleLayout layout = BundleLayout.of(directory.toAbsolutePath().normalize());
    EncoderConfig encoder = EncoderConfig.read(layout);
    ModelBundle bundle =
        new ModelBundle(
            layout,
            encoder,
            PreprocessorConfigReader.readFrom(layout, encoder.imageSize()),
            layout.require("tokenizer.json"));
    if (bundle.available().findAny().isEmpty()) {
      throw bundle.noGraphs();
    }
    return bundle;
  }

  /** The directory's name, as it appears in the column {@code model}. */
  public String name() {
    return layout.directory().getFileName().toString();
  }

  /** Where the files are. */
  public Path directory() {
    return layout.directory();
  }

  /** Lower-case hex SHA-256 over the bundle's files; reads them all when first asked for. */
  public synchronized String sha256() {
    if (sha256 == null) {
      sha256 = BundleDigest.of(layout);
    }
    return sha256;
  }

  /** What the towers take and yield. */
  public EncoderConfig encoder() {
    return encoder;
  }

  /** How images are prepared. */
  public PreprocessorConfig preprocessor() {
    return preprocessor;
  }

  /** The tokenizer, in the format of Hugging Face's tokenizers library. */
  public Path tokenizerJson() {
    return tokenizerJson;
  }

  /**
   * The graphs of the first of these precisions that the bundle has; else, with a warning, the full
   * precision, else whatever it has.
   */
  public GraphFiles graphs(List<Precision> preferred) {
    Optional<GraphFiles> wanted =
        preferred.stream().map(layout::graphs).flatMap(Optional::stream).findFirst();
    return wanted.orElseGet(() -> fallback(preferred));
  }

  private GraphFiles fallback(List<Precision> preferred) {
    GraphFiles found = available().findFirst().orElseThrow(this::noGraphs);
    LOG.warn(
        "Bundle {} has no graphs in {}; using {} ({})",
        name(),
        preferred,
        found.precision(),
        layout.graphContents());
    return found;
  }

  private Stream<GraphFiles> available() {
    return Arrays.stream(Precision.values()).map(layout::graphs).flatMap(Optional::stream);
  }

  private BundleException noGraphs() {
    return layout.refusal(
        layout.graphContents()
            + "; expected vision_model.onnx with text_model.onnx, or model.onnx, at the root or"
            + " under onnx/");
  }
}
