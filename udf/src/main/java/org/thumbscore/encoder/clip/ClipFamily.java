package org.thumbscore.encoder.clip;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.ModelFamily;
import org.thumbscore.encoder.ModelSpec;
import org.thumbscore.encoder.Towers;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.GraphSession;

/**
 * CLIP and the models trained from it, CLIPAdapt and CFT-CLIP. An image is embedded as its
 * projected class token, and a text as its projected end token.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., 2021</a>
 */
public final class ClipFamily implements ModelFamily {
  private static final Set<String> ARCHITECTURES =
      Set.of("CLIPModel", "CLIPTextModelWithProjection", "CLIPVisionModelWithProjection");

  @Override
  public String name() {
    return "clip";
  }

  /**
   * Returns whether a config is that of a CLIP model. An empty config is one too, because all of
   * CLIP's keys have defaults.
   */
  @Override
  public boolean recognizes(ModelIdentity identity) {
    return identity.isSilent()
        || identity
            .modelType()
            .map("clip"::equals)
            .orElseGet(() -> identity.architectures().stream().anyMatch(ARCHITECTURES::contains));
  }

  @Override
  public List<GraphSet> exports() {
    return ClipGraphs.EXPORTS;
  }

  @Override
  public ModelSpec describe(ModelBundle bundle) {
    ClipConfig config = ClipConfig.read(bundle.config());
    PreprocessorConfig preprocessor = bundle.preprocessor(config.imageSize());
    return new ModelSpec(
        preprocessor,
        bundle.tokenizerJson(),
        config.contextLength(),
        EncoderOutput.single(config.projectionDim()));
  }

  @Override
  public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
    ClipConfig config = ClipConfig.read(bundle.config());
    ClipGraphs graphs = ClipGraphs.of(session);
    graphs.contracts(config).forEach(session::check);
    ClipTowers towers = new ClipTowers(session, graphs, config);
    towers.warmUp();
    return towers;
  }
}
