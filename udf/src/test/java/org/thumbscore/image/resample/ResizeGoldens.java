package org.thumbscore.image.resample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thumbscore.image.GoldenImages;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.model.PreprocessorConfig;

/** Digests of crops by the profile; {@code make_resize_goldens.py} made them. */
final class ResizeGoldens {
  private ResizeGoldens() {}

  /**
   * An image, how it is made smaller, and the SHA-256 of the crop.
   *
   * @param profile of the library that made the crop
   */
  record Case(
      PreprocessingProfile profile, ImageSize image, PreprocessorConfig config, String sha256) {
    DrawnImage drawn() {
      return new DrawnImage(image);
    }

    /** Whether the whole crop is stored, and not just its digest. */
    boolean isStored() {
      return Files.exists(file());
    }

    byte[] stored() throws IOException {
      return GoldenImages.samples(file());
    }

    private Path file() {
      return folder()
          .resolve(profile.label())
          .resolve("%dx%d.png".formatted(image.width(), image.height()));
    }

    @Override
    public String toString() {
      return "%s %dx%d %s filter %d"
          .formatted(
              profile.label(), image.width(), image.height(), config.resize(), config.resample());
    }
  }

  static List<Case> all() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Case> cases = new ArrayList<>();
    for (PreprocessingProfile profile : PreprocessingProfile.values()) {
      for (String line : Files.readAllLines(folder().resolve(profile.label() + ".jsonl"))) {
        JsonNode json = mapper.readTree(line);
        cases.add(
            new Case(
                profile,
                new ImageSize(json.get("width").asInt(), json.get("height").asInt()),
                GoldenImages.config(json),
                json.get("sha256").asText()));
      }
    }
    return cases;
  }

  private static Path folder() {
    try {
      return Path.of(ResizeGoldens.class.getResource("pillow.jsonl").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
