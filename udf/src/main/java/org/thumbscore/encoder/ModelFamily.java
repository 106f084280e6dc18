package org.thumbscore.encoder;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.GraphSession;

/**
 * A family of models that are run alike, for instance all that have CLIP's architecture.
 *
 * <p>A family is a package with one public class that implements this, has a public constructor
 * without arguments, and is named in {@code META-INF/services/org.thumbscore.encoder.ModelFamily}
 * of its jar; nothing else knows of it. An image becomes one or more unit vectors and a text one;
 * similarity, deduplication, reuse of embeddings and the columns of the scores follow from {@link
 * EncoderOutput}.
 *
 * <pre>{@code
 * public final class ClipFamily implements ModelFamily {
 *   public String name() {
 *     return "clip";
 *   }
 *
 *   public boolean recognizes(ModelIdentity identity) {
 *     return identity.modelType().equals(Optional.of("clip"));
 *   }
 *   ...
 * }
 * }</pre>
 */
public interface ModelFamily {
  /** Returns the family's name, in lower case, as {@code thumbscore.json} and messages have it. */
  String name();

  /**
   * Tells whether a bundle that names no family is of this one, by what else its configs say.
   *
   * @param identity without a family's name
   */
  boolean recognizes(ModelIdentity identity);

  /** Returns the sets of graphs that will do, the best first; a bundle must have one of them. */
  List<GraphSet> exports();

  /**
   * Reads and checks the bundle's configs. Loads nothing, for it is called on the driver too.
   *
   * @throws BundleException if a config or file is missing or malformed
   */
  ModelSpec describe(ModelBundle bundle);

  /**
   * Checks the graphs of a session against the configs, and runs each once, so that what does not
   * fit is found before the first row.
   *
   * @param session with the graphs of one of the {@link #exports}; its owner closes it, after the
   *     towers
   * @param scratch where native libraries may be unpacked
   * @throws BundleException if the graphs do not fit the configs
   * @throws EncoderException if the device fails
   */
  Towers load(ModelBundle bundle, GraphSession session, Path scratch);
}
