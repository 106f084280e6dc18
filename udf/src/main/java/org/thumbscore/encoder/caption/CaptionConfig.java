package org.thumbscore.encoder.caption;

import java.nio.file.Path;
import java.util.Set;
import org.thumbscore.encoder.Padding;
import org.thumbscore.model.JsonConfig;
import org.thumbscore.model.ModelBundle;

/**
 * What the configs of a captioning system say.
 *
 * @param imageSize edge of the square image that the vision tower takes, in pixels
 * @param maxNewTokens most tokens of a caption
 * @param endIds the tokens that end a caption
 * @param padId what fills up a caption that has ended
 * @param width of a sentence embedding
 * @param sentenceLength most tokens that the sentence encoder takes, special tokens included
 * @param sentencePadding what fills up sentences that are shorter than their batch
 */
record CaptionConfig(
    int imageSize,
    int maxNewTokens,
    Set<Integer> endIds,
    int padId,
    int width,
    int sentenceLength,
    Padding sentencePadding) {
  private static final String EXPORT = "thumbscore.json";
  private static final String SENTENCE = "sentence/";

  CaptionConfig {
    endIds = Set.copyOf(endIds);
  }

  static CaptionConfig read(ModelBundle bundle) {
    JsonConfig caption = bundle.config(EXPORT).object("caption");
    JsonConfig sentence = bundle.config(SENTENCE + "config.json");
    int positions = sentence.positiveInt("max_position_embeddings", 512);
    return new CaptionConfig(
        bundle.config().object("vision_config").positiveInt("image_size", 224),
        caption.positiveInt("max_new_tokens", 30),
        Set.copyOf(caption.indices("eos_token_ids")),
        caption.index("pad_token_id", 1),
        sentence.positiveInt("hidden_size", 384),
        Math.min(positions, caption.positiveInt("sentence_max_tokens", positions)),
        new Padding.Id(sentence.index("pad_token_id", 0)));
  }

  static Path sentenceTokenizer(ModelBundle bundle) {
    return bundle.file(SENTENCE + "tokenizer.json");
  }
}
