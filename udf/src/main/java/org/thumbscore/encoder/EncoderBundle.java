package org.thumbscore.encoder;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.GraphSession;

/**
 * A bundle together with the model family that can run it, its configs read and checked.
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
   * Finds the family of a bundle and checks what files can tell; graphs are checked when they are
   * loaded.
   *
   * @throws BundleException if no family here can run it, or something is missing or malformed
   */
  public static EncoderBundle of(ModelBundle bundle) {
    ModelFamily family = ModelFamilies.of(bundle);
    ModelSpec spec = family.describe(bundle);
    bundle.requireGraphs(family.exports());
    return new EncoderBundle(bundle, family, spec);
  }

  /** Returns the bundle itself. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** Returns the family's name. */
  public String family() {
    return family.name();
  }

  /** Returns how images and texts are prepared. */
  public ModelSpec spec() {
    return spec;
  }

  /** Returns what the model makes of an image and of a text. */
  public EncoderOutput output() {
    return spec.output();
  }

  /**
   * Finds the graphs of the first of these precisions that the bundle has; else, with a warning,
   * those of the full precision, else whatever it has.
   */
  public GraphFiles graphs(List<Precision> preferred) {
    return bundle.graphs(family.exports(), preferred);
  }

  Towers load(GraphSession session, Path scratch) {
    return family.load(bundle, session, scratch);
  }
}
