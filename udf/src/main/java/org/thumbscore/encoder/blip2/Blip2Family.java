package org.thumbscore.encoder.blip2;

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
 * BLIP-2 with its contrastive head, {@code Blip2ForImageTextRetrieval}. An image becomes its
 * projected query tokens, of which the nearest to the text decides, and a text its projected first
 * token. The matching head, which needs an image and a text at once, is not used.
 *
 * @see <a href="https://arxiv.org/abs/2301.12597">Li et al., 2023</a>
 */
public final class Blip2Family implements ModelFamily {
  private static final String ARCHITECTURE = "Blip2ForImageTextRetrieval";

  @Override
  public String name() {
    return "blip2";
  }

  @Override
  public boolean recognizes(ModelIdentity identity) {
    return identity.architectures().isEmpty()
        ? identity.modelType().filter("blip-2"::equals).isPresent()
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

  /** Absent keys have the defaults of transformers' {@code Blip2Config}. */
  private static ProjectedModel model(JsonConfig config) {
    JsonConfig queries = config.object("qformer_config");
    return new ProjectedModel(
        "image_text_hidden_size",
        config.positiveInt("image_text_hidden_size", 256),
        config.positiveInt("num_query_tokens", 32),
        config.object("vision_config").positiveInt("image_size", 224),
        queries.positiveInt("max_position_embeddings", 512),
        new Padding.Id(queries.index("pad_token_id", 0)),
        true);
  }

  @Override
  public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
    return ProjectedTowers.load(session, model(bundle.config()));
  }
}
