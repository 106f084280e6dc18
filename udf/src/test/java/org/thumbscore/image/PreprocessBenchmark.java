package org.thumbscore.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.testing.DrawnImages;
import org.thumbscore.testing.Preprocessors;

/**
 * Images per second and core, whole and by step. {@code -p image=PATH} times an image of one's own
 * instead of the drawn one of 640x360 pixels, or those of a directory in turn; {@code -prof
 * org.thumbscore.testing.CpuRateProfiler} adds the rate by processor time. {@code
 * notebooks/bench_reference.py preprocess} times the Pillow processor by the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PreprocessBenchmark {
  private static final int EDGE = 224;

  @Param("")
  public String image;

  private List<byte[]> encoded;
  private List<byte[]> forLibjpeg;
  private int next;
  private ImagePreprocessor preprocessor;
  private RgbImage crop;
  private FloatBuffer pixels;

  @Setup
  public void prepare() throws IOException {
    Path scratch = Files.createTempDirectory("thumbscore-benchmark");
    encoded = image.isEmpty() ? List.of(DrawnImages.jpeg(7, 640, 360)) : files(Path.of(image));
    forLibjpeg = encoded.stream().map(PreprocessBenchmark::padded).toList();
    preprocessor =
        ImagePreprocessor.open(
            Preprocessors.clip(EDGE), PreprocessingProfile.PILLOW, ImageLimits.DEFAULT, scratch);
    crop = ((PreparedImage.Ready) preprocessor.prepare(encoded.get(0))).crop();
    pixels =
        ByteBuffer.allocateDirect(3 * EDGE * EDGE * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  private static List<byte[]> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(Files.readAllBytes(path));
    }
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> listed = Files.list(path)) {
      for (Path file : listed.sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return files;
  }

  private byte[] next(List<byte[]> files) {
    next = (next + 1) % files.size();
    return files.get(next);
  }

  /** The image with a byte that fills space before a marker, which is left to libjpeg. */
  private static byte[] padded(byte[] jpeg) {
    byte[] padded = new byte[jpeg.length + 1];
    System.arraycopy(jpeg, 0, padded, 0, 2);
    padded[2] = (byte) 0xFF;
    System.arraycopy(jpeg, 2, padded, 3, jpeg.length - 2);
    return padded;
  }

  @Benchmark
  public FloatBuffer all() {
    return all(next(encoded));
  }

  /** The same with libjpeg-turbo in place of this project's decoder. */
  @Benchmark
  public FloatBuffer allByLibjpeg() {
    return all(next(forLibjpeg));
  }

  private FloatBuffer all(byte[] file) {
    if (preprocessor.prepare(file) instanceof PreparedImage.Ready ready) {
      preprocessor.standardize(ready.crop(), pixels.clear());
    }
    return pixels;
  }

  @Benchmark
  public PreparedImage decodeAndCrop() {
    return preprocessor.prepare(next(encoded));
  }

  @Benchmark
  public FloatBuffer standardize() {
    preprocessor.standardize(crop, pixels.clear());
    return pixels;
  }
}
