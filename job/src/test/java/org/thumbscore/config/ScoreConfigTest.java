package org.thumbscore.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.lake.source.ColumnRequest;
import org.thumbscore.lake.source.Partitioning;
import org.thumbscore.lake.source.Preset;
import org.thumbscore.model.Precision;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.score.RescoreBand;

class ScoreConfigTest {
  @TempDir Path folder;

  @Test
  void defaultsAreTheEncodersOwn() {
    ScoreConfig defaults = read(List.of());
    assertEquals(EncoderSettings.DEFAULT, defaults.encoder());
    assertEquals(
        ImagePathSettings.DEFAULT,
        new ImagePathSettings(
            defaults.images().base().orElse(""),
            defaults.images().readers(),
            defaults.images().timeout()));
    assertEquals(0.5, defaults.maxRejectFraction());
    assertEquals(new Partitioning.Auto(), defaults.partitioning());
    assertEquals(
        new ColumnRequest(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of()),
        defaults.columns());
  }

  @Test
  void lastLayerWins() throws IOException {
    Path file = write("score { batch-size = 8, look-ahead = 2, device = cpu, preset = bbc }");
    ScoreConfig config =
        ScoreConfig.of(
            ConfigLayers.load(
                Optional.of(file),
                List.of("score.look-ahead=3", "score.device=cuda", "score.look-ahead=5"),
                Map.of("score.device", "auto")));
    assertEquals(8, config.encoder().batchSize());
    assertEquals(5, config.encoder().lookAheadBatches());
    assertEquals(DeviceSettings.AUTO, config.encoder().device());
    assertEquals(Optional.of(Preset.BBC), config.columns().preset());
  }

  @Test
  void everyKeyIsRead() {
    ScoreConfig config =
        read(
            List.of(
                "score.precision=fp16",
                "score.deduplicate=false",
                "score.preprocessing=pillow12",
                "score.max-image-bytes=1 KiB",
                "score.max-image-pixels=99",
                "score.images.base=s3a://lake/images",
                "score.images.readers=3",
                "score.images.timeout=1500 ms",
                "score.partitions=12",
                "score.reuse-embeddings=false",
                "score.reuse-broadcast-size=7 MiB",
                "score.columns.id=link",
                "score.columns.keep=[a, b]",
                "score.columns.partition-by=[c]"));
    assertEquals(List.of(Precision.FP16), config.encoder().precisions());
    assertEquals(false, config.encoder().deduplicate());
    assertEquals(PreprocessingProfile.PILLOW12, config.encoder().profile());
    assertEquals(1024, config.encoder().imageLimits().maxBytes());
    assertEquals(99, config.encoder().imageLimits().maxPixels());
    assertEquals(
        new ImagePathConfig(Optional.of("s3a://lake/images"), 3, Duration.ofMillis(1500)),
        config.images());
    assertEquals(new Partitioning.Fixed(12), config.partitioning());
    assertEquals(false, config.reuse().wanted());
    assertEquals(7 << 20, config.reuse().capacity());
    assertEquals(Optional.of("link"), config.columns().id());
    assertEquals(List.of("a", "b"), config.columns().keep());
    assertEquals(List.of("c"), config.columns().partitionBy());
  }

  @Test
  void effectiveConfigNamesEveryKey() {
    Map<String, String> effective = read(List.of("score.batch-size=64")).effective();
    assertEquals("64", effective.get("score.batch-size"));
    assertEquals("auto", effective.get("score.device"));
    assertEquals("null", effective.get("score.columns.id"));
    assertEquals("pillow", effective.get("score.preprocessing"));
    assertEquals(27, effective.size());
  }

  @Test
  void pluginAndItsLibraryAreRead() {
    ScoreConfig config =
        read(List.of("score.provider=tensorrt-rtx", "score.provider-library=plugins/rtx"));
    assertEquals(
        new DeviceSettings(DevicePreference.AUTO, ExecutionProvider.TENSORRT_RTX, "plugins/rtx"),
        config.encoder().device());
  }

  @Test
  void rescoreBandIsAWordOrANumber() {
    assertEquals(new RescoreBand.Off(), read(List.of()).rescoreBand());
    assertEquals(new RescoreBand.Auto(), read(List.of("score.rescore-band=auto")).rescoreBand());
    assertEquals(
        new RescoreBand.Fixed(0.01), read(List.of("score.rescore-band=0.01")).rescoreBand());
  }

  @Test
  void effectiveConfigHasNoCredentials() {
    Map<String, String> effective =
        read(List.of("score.images.base=wasb://key:secret@lake/p")).effective();
    assertEquals("wasb://***@lake/p", effective.get("score.images.base"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score.provider=rocm | Invalid score.provider: rocm (must be one of auto, cpu, cuda, openvino, tensorrt-rtx)",
        "score.provider=openvino | Execution provider openvino needs its library: set score.provider-library",
        "score.rescore-band=0 | Invalid score.rescore-band: 0 (must be off, auto, or a number above 0 and up to 2)",
        "score.rescore-band=narrow | Invalid score.rescore-band: narrow (must be off, auto, or a number above 0 and up to 2)",
        "score.batch-size=0 | Invalid score.batch-size: 0 (must be auto, or 1 to 1024)",
        "score.batch-size=1.5 | Invalid score.batch-size: 1.5 (must be auto, or 1 to 1024)",
        "score.batch-size=many | Invalid score.batch-size: many (must be auto, or 1 to 1024)",
        "score.batch-size=[1] | Invalid score.batch-size: [1] (must be one value)",
        "score.look-ahead=65 | Invalid score.look-ahead: 65 (must be 1 to 64)",
        "score.device=gpu | Invalid score.device: gpu (must be one of auto, cpu, cuda)",
        "score.deduplicate=maybe | Invalid score.deduplicate: maybe (must be true or false)",
        "score.preprocessing=pillow13 | Invalid score.preprocessing: pillow13 (must be one of pillow, pillow12, torchvision)",
        "score.max-image-bytes=-1 | Invalid score.max-image-bytes: -1 (must be a size of at least one byte, for instance 32 MiB)",
        "score.max-image-bytes=big | Invalid score.max-image-bytes: big (must be a size of at least one byte, for instance 32 MiB)",
        "score.max-image-pixels=0 | Invalid score.max-image-pixels: 0 (must be a whole number, at least 1)",
        "score.max-reject-fraction=1.1 | Invalid score.max-reject-fraction: 1.1 (must be 0 to 1)",
        "score.max-reject-fraction=NaN | Invalid score.max-reject-fraction: NaN (must be 0 to 1)",
        "score.images.readers=0 | Invalid score.images.readers: 0 (must be 1 to 1000)",
        "score.images.timeout=0 s | Invalid score.images.timeout: 0 s (must be a time of 1 millisecond to 1 hour, for instance 30 s)",
        "score.images.timeout=soon | Invalid score.images.timeout: soon (must be a time of 1 millisecond to 1 hour, for instance 30 s)",
        "score.partitions=0 | Invalid score.partitions: 0 (must be auto, or 1 to 1000000)",
        "score.preset=cnn | Invalid score.preset: cnn (must be one of bbc, nela-gt)",
        "score.look-ahead=null | Invalid score.look-ahead: null (must be 1 to 64)",
        "score.batchsize=1 | Unknown config key 'score.batchsize' in --set. Did you mean 'score.batch-size'?",
        "device=cpu | Unknown config key 'device' in --set. Did you mean 'score.device'?",
        "score.columns.image-column=a | Unknown config key 'score.columns.image-column' in --set. Did you mean 'score.columns.image'?",
        "score.batch-size | Invalid --set score.batch-size (must be key=value, for instance score.batch-size=64)",
      })
  void badSettingIsRefused(String setting, String message) {
    ConfigException refused = assertThrows(ConfigException.class, () -> read(List.of(setting)));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void unknownKeyInFileNamesTheFile() throws IOException {
    Path file = write("score.colums.id = x");
    ConfigException refused = assertThrows(ConfigException.class, () -> read(file));
    assertEquals(
        "Unknown config key 'score.colums.id' in %s. Did you mean 'score.columns.id'?"
            .formatted(file),
        refused.getMessage());
  }

  @Test
  void unreadableFileIsRefusedInOneLine() throws IOException {
    Path broken = write("score {");
    for (Path file : List.of(broken, folder.resolve("absent.conf"), folder)) {
      ConfigException refused = assertThrows(ConfigException.class, () -> read(file));
      assertTrue(refused.getMessage().startsWith("Cannot read config " + file));
      assertEquals(1, refused.getMessage().lines().count());
    }
  }

  @Test
  void valueThatIsNoHoconIsTakenAsItStands() {
    assertEquals(Optional.of("a:b?"), read(List.of("score.columns.id=a:b?")).columns().id());
  }

  @Test
  void filesForKnownDataSetsAreValid() {
    for (String name : List.of("bbc", "nela-gt")) {
      ScoreConfig config = read(Path.of("..", "conf", name + ".conf"));
      assertEquals(name, config.columns().preset().orElseThrow().label());
    }
  }

  private static ScoreConfig read(List<String> settings) {
    return ScoreConfig.of(ConfigLayers.load(Optional.empty(), settings, Map.of()));
  }

  private static ScoreConfig read(Path file) {
    return ScoreConfig.of(ConfigLayers.load(Optional.of(file), List.of(), Map.of()));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("job.conf"), text);
  }
}
