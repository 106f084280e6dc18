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
 * A family of models that are run in the same way, for instance all models with CLIP's
 * architecture.
 *
 * <p>A family is a package with one public class that implements this interface, has a public
 * constructor without arguments, and is listed in {@code
 * META-INF/services/org.thumbscore.encoder.ModelFamily} of its jar. No other code refers to it. The
 * model maps an image to one or more unit vectors and a text to one. Similarity, deduplication,
 * reuse of embeddings and the columns of the scores follow from {@link EncoderOutput}.
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
  /**
   * Returns the family's name in lower case, as used in {@code thumbscore.json} and in messages.
   */
  String name();

  /**
   * Returns whether a bundle that does not name its family belongs to this one, judging by the rest
   * of its configs.
   *
   * @param identity an identity without a family name
   */
  boolean recognizes(ModelIdentity identity);

  /**
   * Returns the supported sets of graphs in order of preference; a bundle must contain at least one
   * of them.
   */
  List<GraphSet> exports();

  /**
   * Reads and checks the configs of a bundle. It must not load any graphs, because it is also
   * called on the driver.
   *
   * @throws BundleException if a config or file is missing or malformed
   */
  ModelSpec describe(ModelBundle bundle);

  /**
   * Checks the graphs of a session against the configs and runs each of them once, so that
   * incompatibilities are found before the first row.
   *
   * @param session a session with the graphs of one of the {@link #exports}; its owner closes it
   *     after the towers
   * @param scratch a directory where native libraries may be unpacked
   * @throws BundleException if the graphs do not match the configs
   * @throws EncoderException if the device fails
   */
  Towers load(ModelBundle bundle, GraphSession session, Path scratch);
}
