package org.thumbscore.encoder;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.GraphSession;

/**
 * A bundle together with the model family that can run it. Its configs have been read and checked.
 *
 * <pre>{@code
 * EncoderBundle model = EncoderBundle.of(ModelBundle.open(Path.of("conf/models/thumbscore-mini")));
 * model.family();                // clip
 * model.output().imageVectors(); // 1
 * }</pre>
 */
public final class EncoderBundle {
  private final ModelBundle bundle;
  private final ModelFamily family;
  private final ModelSpec spec;

  private EncoderBundle(ModelBundle bundle, ModelFamily family, ModelSpec spec) {
    this.bundle = bundle;
    this.family = family;
    this.spec = spec;
  }

  /**
   * Finds the model family of a bundle and checks its configs and files. The graphs are checked
   * when they are loaded.
   *
   * @throws BundleException if no installed family can run the bundle, or something is missing or
   *     malformed
   */
  public static EncoderBundle of(ModelBundle bundle) {
    ModelFamily family = ModelFamilies.of(bundle);
    ModelSpec spec = family.describe(bundle);
    bundle.requireGraphs(family.exports());
    return new EncoderBundle(bundle, family, spec);
  }

  /** Returns the bundle. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** Returns the name of the model family. */
  public String family() {
    return family.name();
  }

  /** Returns the specification of how images and texts are prepared. */
  public ModelSpec spec() {
    return spec;
  }

  /** Returns a description of the embeddings that the model computes. */
  public EncoderOutput output() {
    return spec.output();
  }

  /**
   * Returns the graphs in the first of these precisions that the bundle has. If it has none of
   * them, logs a warning and returns the graphs in full precision or, failing that, in any other
   * precision.
   */
  public GraphFiles graphs(List<Precision> preferred) {
    return bundle.graphs(family.exports(), preferred);
  }

  /** Returns the precisions in which the bundle has graphs. */
  public List<Precision> precisions() {
    return bundle.precisions(family.exports());
  }

  Towers load(GraphSession session, Path scratch) {
    return family.load(bundle, session, scratch);
  }
}
