package org.thumbscore.encoder.caption;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.RowNormalizer;
import org.thumbscore.encoder.TokenBatch;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.text.SummaryTokenizer;

/** Embeds sentences: captions and the texts that they are compared with. Thread-safe. */
final class SentenceTower implements AutoCloseable {
  private final GraphSession session;
  private final CaptionConfig config;
  private final SummaryTokenizer tokenizer;

  SentenceTower(GraphSession session, CaptionConfig config, SummaryTokenizer tokenizer) {
    this.session = session;
    this.config = config;
    this.tokenizer = tokenizer;
  }

  List<Embedding> embed(TokenBatch batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(CaptionGraphs.IDS, batch.idsTensor());
    inputs.put(CaptionGraphs.MASK, batch.maskTensor());
    Tensor raw =
        session
            .run(
                CaptionGraphs.SENTENCE,
                "sentence tower",
                inputs,
                Set.of(CaptionGraphs.SENTENCE_EMBEDS))
            .get(CaptionGraphs.SENTENCE_EMBEDS);
    return RowNormalizer.normalizeRows(
        ((Tensor.Floats) raw).toArray(), batch.texts(), 1, config.width(), "sentence");
  }

  List<Embedding> embedAll(List<String> sentences) {
    return embed(
        TokenBatch.of(
            sentences.stream().map(tokenizer::tokenize).toList(), config.sentencePadding()));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
