package org.thumbscore.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.Padding;
import org.thumbscore.encoder.PixelBatch;
import org.thumbscore.encoder.RowNormalizer;
import org.thumbscore.encoder.TokenBatch;
import org.thumbscore.encoder.Towers;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;

/** Three vectors for an image, and what it looks like in words. */
record ToyTowers(GraphSession session, EncoderOutput output) implements Towers {
  private static final List<String> CHANNELS = List.of("red", "green", "blue");

  @Override
  public List<Embedding> images(PixelBatch batch) {
    Map<String, Tensor> seen =
        session.run(
            ToyFamily.EYES,
            "eyes",
            Map.of("picture", batch.tensor()),
            Set.of("looks", "channels", "brightness"));
    List<Embedding> looks =
        RowNormalizer.normalizeRows(
            floats(seen, "looks"), batch.images(), output.imageVectors(), output.width(), "image");
    List<Embedding> described = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      described.add(
          looks.get(i) instanceof Embedding.Unit unit
              ? new Embedding.Unit(unit.vectors(), extras(seen, i))
              : looks.get(i));
    }
    return described;
  }

  private static List<Object> extras(Map<String, Tensor> seen, int image) {
    float[] channels = floats(seen, "channels");
    int dominant = 0;
    for (int c = 1; c < CHANNELS.size(); c++) {
      dominant = channels[3 * image + c] > channels[3 * image + dominant] ? c : dominant;
    }
    int brightness = ((Tensor.Integers) seen.get("brightness")).values()[image];
    return List.of(CHANNELS.get(dominant), brightness);
  }

  @Override
  public List<Embedding> texts(TokenBatch batch) {
    Map<String, Tensor> heard =
        session.run(
            ToyFamily.EARS,
            "ears",
            Map.of("words", batch.idsTensor(), "heard_mask", batch.maskTensor()),
            Set.of("heard"));
    return RowNormalizer.normalizeRows(
        floats(heard, "heard"), batch.texts(), 1, output.width(), "text");
  }

  private static float[] floats(Map<String, Tensor> outputs, String name) {
    return ((Tensor.Floats) outputs.get(name)).toArray();
  }

  @Override
  public Padding padding() {
    return new Padding.Id(3);
  }
}
