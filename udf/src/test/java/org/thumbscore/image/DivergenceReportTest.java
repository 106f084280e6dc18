package org.thumbscore.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergenceReportTest {
  @TempDir static Path scratch;

  @Test
  void report() throws Exception {
    ThumbnailDecoder decoder = ThumbnailDecoder.open(ImageLimits.DEFAULT, scratch);
    List<String> out = new ArrayList<>();
    for (String format : List.of("png", "gif", "bmp", "tiff", "jpeg")) {
      int same = 0;
      for (GoldenDecodings.Golden g : GoldenDecodings.of(format)) {
        String verdict;
        try (DecodedImage image = decoder.decode(g.file())) {
          if (g.rgb().isEmpty()) {
            verdict = "WE SCORE, Pillow: " + g.refusal();
          } else if (image.width() != g.width() || image.height() != g.height()) {
            verdict = "SIZE " + image.width() + "x" + image.height();
          } else {
            int[] row = new int[image.width()];
            int most = 0, count = 0;
            for (int y = 0; y < image.height(); y++) {
              image.copyRow(y, 0, image.width(), row, 0);
              for (int x = 0; x < row.length; x++) {
                for (int c = 0; c < 3; c++) {
                  int d =
                      Math.abs(
                          (row[x] >>> (24 - 8 * c) & 255)
                              - (g.rgb().get()[3 * (y * row.length + x) + c] & 255));
                  most = Math.max(most, d);
                  count += d > 0 ? 1 : 0;
                }
              }
            }
            verdict =
                most == 0
                    ? ""
                    : "DIFF most "
                        + most
                        + " in "
                        + count
                        + " of "
                        + 3 * row.length * image.height();
          }
        } catch (UndecodableException | TooLargeException e) {
          verdict = g.rgb().isEmpty() ? "" : "WE REFUSE " + e.getMessage();
        }
        if (verdict.isEmpty()) {
          same++;
        } else {
          out.add(format + " | " + g.name() + " | " + verdict);
        }
      }
      out.add(format + ": same " + same);
    }
    Files.write(Path.of("/tmp/w-image-out/report.txt"), out);
  }
}
