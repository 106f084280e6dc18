package org.thumbscore.encoder.clip;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.thumbscore.encoder.ModelFamily;
import org.thumbscore.encoder.ModelSpec;
import org.thumbscore.encoder.Padding;
import org.thumbscore.encoder.ProjectedModel;
import org.thumbscore.encoder.ProjectedTowers;
import org.thumbscore.encoder.Towers;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.JsonConfig;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;
import org.thumbscore.model.PreprocessorDefaults;
import org.thumbscore.runtime.GraphSession;

/**
 * CLIP and the models that are trained from it: CLIPAdapt and CFT-CLIP. An image becomes its
 * projected class token and a text its projected end token. The text tower is causal and pools at
 * the first end token, so it does not see what follows.
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

  /** A config that says nothing is one of CLIP, whose keys all have defaults. */
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
    return ProjectedTowers.EXPORTS;
  }

  @Override
  public ModelSpec describe(ModelBundle bundle) {
    ProjectedModel model = model(bundle.config());
    return new ModelSpec(
        bundle.preprocessor(model.imageSize(), PreprocessorDefaults.CLIP),
        bundle.tokenizerJson(),
        model.contextLength(),
        model.output());
  }

  /** Absent keys have the defaults of transformers' {@code CLIPConfig}. */
  private static ProjectedModel model(JsonConfig config) {
    return new ProjectedModel(
        "projection_dim",
        config.positiveInt("projection_dim", 512),
        1,
        config.object("vision_config").positiveInt("image_size", 224),
        config.object("text_config").positiveInt("max_position_embeddings", 77),
        new Padding.LastId(),
        false);
  }

  @Override
  public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
    return ProjectedTowers.load(session, model(bundle.config()));
  }
}
