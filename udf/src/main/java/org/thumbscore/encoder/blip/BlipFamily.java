package org.thumbscore.encoder.blip;

import java.nio.file.Path;
import java.util.List;
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
 * BLIP with its contrastive head, {@code BlipForImageTextRetrieval}. An image becomes its projected
 * class token and a text its projected first token. The matching head, which needs an image and a
 * text at once, is not used.
 *
 * @see <a href="https://arxiv.org/abs/2201.12086">Li et al., 2022</a>
 */
public final class BlipFamily implements ModelFamily {
  private static final String ARCHITECTURE = "BlipForImageTextRetrieval";

  @Override
  public String name() {
    return "blip";
  }

  @Override
  public boolean recognizes(ModelIdentity identity) {
    return identity.architectures().isEmpty()
        ? identity.modelType().filter("blip"::equals).isPresent()
        : identity.architectures().contains(ARCHITECTURE);
  }

  @Override
  public List<GraphSet> exports() {
    return ProjectedTowers.EXPORTS;
  }

  @Override
  public ModelSpec describe(ModelBundle bundle) {
    ProjectedModel model = model(bundle.config());
    return new ModelSpec(
        bundle.preprocessor(model.imageSize(), PreprocessorDefaults.BLIP),
        bundle.tokenizerJson(),
        model.contextLength(),
        model.output());
  }

  /** Absent keys have the defaults of transformers' {@code BlipConfig}. */
  private static ProjectedModel model(JsonConfig config) {
    JsonConfig text = config.object("text_config");
    return new ProjectedModel(
        "image_text_hidden_size",
        config.positiveInt("image_text_hidden_size", 256),
        1,
        config.object("vision_config").positiveInt("image_size", 384),
        text.positiveInt("max_position_embeddings", 512),
        new Padding.Id(text.index("pad_token_id", 0)),
        true);
  }

  @Override
  public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
    return ProjectedTowers.load(session, model(bundle.config()));
  }
}
