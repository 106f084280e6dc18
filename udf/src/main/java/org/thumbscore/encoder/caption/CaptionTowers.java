package org.thumbscore.encoder.caption;

import java.util.ArrayList;
import java.util.List;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.Padding;
import org.thumbscore.encoder.PixelBatch;
import org.thumbscore.encoder.TokenBatch;
import org.thumbscore.encoder.Towers;
import org.thumbscore.model.PreprocessorConfig;

/** The towers of a captioning system: an image is embedded by way of its caption. Thread-safe. */
final class CaptionTowers implements Towers {
  private final Captioner captioner;
  private final SentenceTower sentences;
  private final Padding padding;

  CaptionTowers(Captioner captioner, SentenceTower sentences, Padding padding) {
    this.captioner = captioner;
    this.sentences = sentences;
    this.padding = padding;
  }

  /** Finds kernels that fail before the first row. */
  void warmUp(int imageSize) {
    images(PixelBatch.blank(new PreprocessorConfig.Size(imageSize, imageSize)));
    texts(TokenBatch.blank(2));
  }

  @Override
  public List<Embedding> images(PixelBatch batch) {
    List<String> captions = captioner.captions(batch);
    List<Embedding> embedded = sentences.embedAll(captions);
    List<Embedding> images = new ArrayList<>();
    for (int i = 0; i < captions.size(); i++) {
      images.add(withCaption(embedded.get(i), captions.get(i)));
    }
    return images;
  }

  private static Embedding withCaption(Embedding embedding, String caption) {
    return embedding instanceof Embedding.Unit unit
        ? new Embedding.Unit(unit.vectors(), List.of(caption))
        : embedding;
  }

  @Override
  public List<Embedding> texts(TokenBatch batch) {
    return sentences.embed(batch);
  }

  @Override
  public Padding padding() {
    return padding;
  }

  @Override
  public void close() {
    try (captioner) {
      sentences.close();
    }
  }
}
