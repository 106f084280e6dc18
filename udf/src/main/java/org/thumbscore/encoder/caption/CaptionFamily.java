package org.thumbscore.encoder.caption;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.ExtraColumn;
import org.thumbscore.encoder.ModelFamily;
import org.thumbscore.encoder.ModelSpec;
import org.thumbscore.encoder.Towers;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;
import org.thumbscore.model.PreprocessorDefaults;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.text.SummaryTokenizer;
import org.thumbscore.text.TokenDecoder;

/**
 * Captioning systems, such as BLIP-2+SBERT. {@code Blip2ForConditionalGeneration} describes an
 * image in words, by greedy decoding, and a sentence encoder embeds this caption and the text. The
 * caption is a column of the scores.
 *
 * @see <a href="https://arxiv.org/abs/2301.12597">Li et al., 2023</a>
 * @see <a href="https://arxiv.org/abs/1908.10084">Reimers and Gurevych, 2019</a>
 */
public final class CaptionFamily implements ModelFamily {
  private static final String ARCHITECTURE = "Blip2ForConditionalGeneration";
  private static final ExtraColumn CAPTION = new ExtraColumn("caption", ExtraColumn.Type.STRING);

  @Override
  public String name() {
    return "caption";
  }

  @Override
  public boolean recognizes(ModelIdentity identity) {
    return identity.architectures().contains(ARCHITECTURE);
  }

  @Override
  public List<GraphSet> exports() {
    return List.of(CaptionGraphs.EXPORT);
  }

  @Override
  public ModelSpec describe(ModelBundle bundle) {
    CaptionConfig config = CaptionConfig.read(bundle);
    return new ModelSpec(
        bundle.preprocessor(config.imageSize(), PreprocessorDefaults.BLIP),
        CaptionConfig.sentenceTokenizer(bundle),
        config.sentenceLength(),
        new EncoderOutput(config.width(), 1, List.of(CAPTION)));
  }

  @Override
  public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
    CaptionConfig config = CaptionConfig.read(bundle);
    CaptionGraphs graphs = CaptionGraphs.check(session, config);
    TokenDecoder words = TokenDecoder.open(bundle.tokenizerJson(), scratch);
    try {
      SummaryTokenizer sentences =
          SummaryTokenizer.open(
              CaptionConfig.sentenceTokenizer(bundle), config.sentenceLength(), scratch);
      CaptionTowers towers =
          new CaptionTowers(
              new Captioner(session, graphs, config, words),
              new SentenceTower(session, config, sentences),
              config.sentencePadding());
      try {
        towers.warmUp(config.imageSize());
        return towers;
      } catch (RuntimeException | Error e) {
        sentences.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      words.close();
      throw e;
    }
  }
}
