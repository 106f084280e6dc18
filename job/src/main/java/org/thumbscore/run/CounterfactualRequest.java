package org.thumbscore.run;

import java.util.Objects;
import org.thumbscore.counterfactual.CounterfactualSettings;

/**
 * A request for one run of {@code counterfactual}.
 *
 * <pre>{@code
 * ScoreRequest articles =
 *     ScoreRequest.builder()
 *         .input("articles")
 *         .output("pairs")
 *         .model("models/clip")
 *         .preset("bbc")
 *         .build();
 * CounterfactualRequest request =
 *     new CounterfactualRequest(
 *         articles, "models/tagger", "models/roberta", CounterfactualSettings.DEFAULT);
 * }</pre>
 *
 * @param articles the articles, the model that compares texts with images, and the output; must
 *     name no calibration and no embeddings. The columns of the text and the image are copied to
 *     the output, besides those that it keeps
 * @param tagger the local path or Hadoop URI of the bundle of a token classifier that finds persons
 * @param maskedModel the local path or Hadoop URI of the bundle of a masked language model
 */
public record CounterfactualRequest(
    ScoreRequest articles, String tagger, String maskedModel, CounterfactualSettings settings) {
  public CounterfactualRequest {
    Objects.requireNonNull(articles, "articles");
    Objects.requireNonNull(tagger, "tagger");
    Objects.requireNonNull(maskedModel, "maskedModel");
    Objects.requireNonNull(settings, "settings");
    if (articles.labels().calibration().isPresent()
        || articles.embeddings() == ScoreRequest.Embeddings.WRITTEN) {
      throw new IllegalArgumentException(
          "expected a request without a calibration and without embeddings");
    }
  }
}
