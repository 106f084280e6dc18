package org.thumbscore.toy;

import static org.thumbscore.runtime.Extent.ANY;
import static org.thumbscore.runtime.Extent.FREE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.ExtraColumn;
import org.thumbscore.encoder.ModelFamily;
import org.thumbscore.encoder.ModelSpec;
import org.thumbscore.encoder.Towers;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.JsonConfig;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;
import org.thumbscore.model.PreprocessorDefaults;
import org.thumbscore.runtime.Extent;
import org.thumbscore.runtime.GraphContract;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.TensorContract;

/** The family of the bundle that {@code make_toy_bundle.py} made; no main class knows of it. */
public final class ToyFamily implements ModelFamily {
  static final String EYES = "eyes";
  static final String EARS = "ears";

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public boolean recognizes(ModelIdentity identity) {
    return identity.modelType().equals(Optional.of("toy"));
  }

  @Override
  public List<GraphSet> exports() {
    return List.of(GraphSet.of(EYES, EARS));
  }

  @Override
  public ModelSpec describe(ModelBundle bundle) {
    JsonConfig config = bundle.config();
    return new ModelSpec(
        bundle.preprocessor(config.positiveInt("edge", 1), PreprocessorDefaults.CLIP),
        bundle.tokenizerJson(),
        config.positiveInt("context", 2),
        new EncoderOutput(
            config.positiveInt("width", 1),
            config.positiveInt("vectors", 1),
            List.of(
                new ExtraColumn("dominant", ExtraColumn.Type.STRING),
                new ExtraColumn("brightness", ExtraColumn.Type.INTEGER))));
  }

  @Override
  public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
    EncoderOutput output = describe(bundle).output();
    Extent edge = Extent.of(bundle.config().positiveInt("edge", 1));
    Extent width = Extent.of(output.width());
    session.check(
        GraphContract.of(EYES)
            .takes(TensorContract.floats("picture", FREE, Extent.of(3), edge, edge))
            .yields(TensorContract.floats("looks", ANY, Extent.of(output.imageVectors()), width))
            .yields(TensorContract.floats("channels", ANY, Extent.of(3)))
            .yields(TensorContract.integers("brightness", ANY)));
    session.check(
        GraphContract.of(EARS)
            .takes(TensorContract.integers("words", FREE, FREE))
            .takes(TensorContract.integers("heard_mask", FREE, FREE))
            .yields(TensorContract.floats("heard", ANY, width)));
    return new ToyTowers(session, output);
  }
}
