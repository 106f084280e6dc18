package org.thumbscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thumbscore.common.Redaction;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.lake.source.ColumnRequest;
import org.thumbscore.lake.source.Partitioning;
import org.thumbscore.lake.source.Preset;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.score.RescoreBand;

/**
 * The validated configuration of {@code score}.
 *
 * @param rescoreBand which rows are scored again in fp32
 * @param images how images are read if the image column holds paths
 * @param maxRejectFraction the maximum fraction of rejected rows, in [0, 1]
 * @param sliceBytes the input bytes committed together as one slice; if empty, derived from the
 *     number of cores
 * @param waveBytes the input bytes that one Spark job scores; if empty, derived from the number of
 *     cores
 * @param reuse how embeddings stored in the output are reused
 * @param effective the effective value of every key, in alphabetical order
 */
public record ScoreConfig(
    EncoderSettings encoder,
    RescoreBand rescoreBand,
    ImagePathConfig images,
    double maxRejectFraction,
    Partitioning partitioning,
    OptionalLong sliceBytes,
    OptionalLong waveBytes,
    Reuse reuse,
    ColumnRequest columns,
    Map<String, String> effective) {
  private static final int MAX_BATCH = 1024;
  private static final int MAX_LOOK_AHEAD = 64;
  private static final int MAX_PARTITIONS = 1_000_000;
  // Well above the input length of any text tower, so that truncation never changes the token ids.
  private static final int LEAST_TEXT = 10_000;
  private static final int MOST_TEXT = 100_000_000;

  /**
   * Controls how stored embeddings are reused.
   *
   * @param broadcastBytes the maximum bytes of embeddings that each executor may hold at once; if
   *     empty, derived from the driver's heap
   */
  public record Reuse(boolean wanted, OptionalLong broadcastBytes) {
    private static final int SHARE_OF_HEAP = 16;
    // Spark refuses to broadcast more than spark.driver.maxResultSize, by default 1 GiB.
    private static final long MOST = 512L << 20;

    public long capacity() {
      return broadcastBytes.orElse(
          Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }
  }

  /**
   * Merges the defaults of the jar, a file, settings and options. Later layers override earlier
   * ones.
   *
   * @param settings settings of the form {@code key=value}
   * @param options values by config key
   * @throws ConfigException if the file or a setting cannot be read, names an unknown key, or a
   *     value is out of range
   */
  public static ScoreConfig load(
      Optional<Path> file, List<String> settings, Map<String, ?> options) {
    return of(ConfigLayers.load(file, settings, options));
  }

  /**
   * Reads and validates every key.
   *
   * @throws ConfigException if a value is out of range
   */
  static ScoreConfig of(Config config) {
    ConfigReader reader = new ConfigReader(config);
    return new ScoreConfig(
        encoder(reader),
        reader.parsed("score.rescore-band", RescoreBand.EXPECTED, RescoreBand::parse),
        ImagePathConfig.of(reader),
        reader.fraction("score.max-reject-fraction"),
        partitioning(reader),
        reader.autoOrBytes("score.slice-size"),
        reader.autoOrBytes("score.wave-size"),
        new Reuse(
            reader.flag("score.reuse-embeddings"),
            reader.autoOrBytes("score.reuse-broadcast-size")),
        columns(reader),
        effective(config));
  }

  /** Returns one line for each key with its effective value. */
  public String describe() {
    return effective.entrySet().stream()
        .map(entry -> "  " + entry.getKey() + " = " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static EncoderSettings encoder(ConfigReader reader) {
    return new EncoderSettings(
        device(reader),
        precisions(reader),
        reader.autoOrInt("score.batch-size", 1, MAX_BATCH).orElse(0),
        reader.integer("score.look-ahead", 1, MAX_LOOK_AHEAD),
        reader.flag("score.deduplicate"),
        PreprocessingProfile.valueOf(
            upper(reader.choice("score.preprocessing", words(PreprocessingProfile.values())))),
        new ImageLimits(
            reader.bytes("score.max-image-bytes"), reader.count("score.max-image-pixels")),
        reader.integer("score.max-text-chars", LEAST_TEXT, MOST_TEXT));
  }

  private static DeviceSettings device(ConfigReader reader) {
    String provider =
        reader.choice(
            "score.provider",
            Arrays.stream(ExecutionProvider.values()).map(ExecutionProvider::word).toList());
    try {
      return new DeviceSettings(
          DevicePreference.valueOf(
              upper(reader.choice("score.device", words(DevicePreference.values())))),
          ExecutionProvider.valueOf(upper(provider).replace('-', '_')),
          reader.optionalText("score.provider-library").orElse(""));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  private static List<Precision> precisions(ConfigReader reader) {
    List<String> words =
        Stream.concat(Stream.of("auto"), words(Precision.values()).stream()).toList();
    String word = reader.choice("score.precision", words);
    return word.equals("auto") ? List.of() : List.of(Precision.valueOf(upper(word)));
  }

  private static Partitioning partitioning(ConfigReader reader) {
    OptionalInt partitions = reader.autoOrInt("score.partitions", 1, MAX_PARTITIONS);
    return partitions.isPresent()
        ? new Partitioning.Fixed(partitions.getAsInt())
        : new Partitioning.Auto();
  }

  private static ColumnRequest columns(ConfigReader reader) {
    return new ColumnRequest(
        preset(reader),
        reader.optionalText("score.columns.id"),
        reader.optionalText("score.columns.text"),
        reader.optionalText("score.columns.image"),
        reader.texts("score.columns.keep"),
        reader.texts("score.columns.partition-by"));
  }

  private static Optional<Preset> preset(ConfigReader reader) {
    List<String> labels = Arrays.stream(Preset.values()).map(Preset::label).toList();
    return reader
        .optionalText("score.preset")
        .map(unused -> reader.choice("score.preset", labels))
        .flatMap(Preset::labelled);
  }

  private static Map<String, String> effective(Config config) {
    Map<String, String> values = new LinkedHashMap<>();
    KnownKeys.leaves(config)
        .forEach(
            (key, value) ->
                values.put(
                    key,
                    Redaction.redact(
                        value
                            .render(ConfigRenderOptions.concise())
                            .replaceAll("^\"(.*)\"$", "$1"))));
    return values;
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
