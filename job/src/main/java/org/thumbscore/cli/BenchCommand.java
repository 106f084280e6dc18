package org.thumbscore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.bench.Bench;
import org.thumbscore.bench.BenchResult;
import org.thumbscore.bench.Workload;
import org.thumbscore.common.Messages;
import org.thumbscore.config.ConfigException;
import org.thumbscore.config.ScoreConfig;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.run.Scratch;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.ExecutionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code bench} command, which measures this machine with a model. With {@code --no-job} it
 * needs no Spark, and its {@link #main} runs without Spark on the class path.
 */
@Command(
    name = "bench",
    description = {
      "Measures how fast this machine scores articles with a model, and where the time goes: the model alone on ready tensors for each device, precision and batch size, each step that prepares an article, the pipeline without Spark, and the whole job.",
      "Close other programs: it takes all cores, and what they take away is missing in the figures.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore bench --model models/cft-clip --quick",
      "  thumbscore bench --model models/cft-clip --json bench.json \\",
      "    --plugin openvino=plugin/onnxruntime_ep_openvino",
      "  thumbscore bench --model models/cft-clip --images thumbnails --set score.device=cpu",
      "  thumbscore bench --model models/cft-clip --gpu-checks"
    })
public final class BenchCommand implements Callable<Integer> {
  /**
   * How many times as long the job is measured as the pipeline, since each run has a fixed cost.
   */
  private static final int JOB_FACTOR = 3;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Model bundle, on the local disk.")
  private Path model;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Directory of image files to measure with, at most 1,000. Default: drawn JPEGs of 640x360 pixels.")
  private Path images;

  @Option(
      names = "--plugin",
      paramLabel = "PROVIDER=PATH",
      description =
          "Execution provider to measure besides those of ONNX Runtime, openvino or tensorrt-rtx, and its library. May be repeated.")
  private Map<String, String> plugins = new LinkedHashMap<>();

  @Option(names = "--quick", description = "Measure for about a minute, with one batch size.")
  private boolean quick;

  @Option(
      names = "--gpu-checks",
      description =
          "Measure on a GPU, and also check that it computes what the CPU computes, that its memory stays flat, and that it goes on with smaller batches when its memory is full. Exits with 4 if a check fails.")
  private boolean gpuChecks;

  @Option(
      names = "--no-job",
      description = "Leave out the whole job, which is measured in Spark's local mode.")
  private boolean noJob;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Number of articles of the whole job. Default: as many as take about a minute, or 10 s with --quick; at most 16,000.")
  private Long rows;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "File to write the figures to, in JSON. Default: none.")
  private Path json;

  @Mixin private ConfigOptions config;

  @Spec private CommandSpec spec;

  /**
   * Runs the command without Spark.
   *
   * @param args the options of the command; {@code --no-job} is added
   */
  public static void main(String[] args) {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--no-job";
    int code =
        Main.execute(
            new BenchCommand(),
            all,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(code);
  }

  @Override
  public Integer call() {
    ScoreConfig read = config.load();
    List<DeviceSettings> devices = plugins.entrySet().stream().map(this::plugin).toList();
    if (rows != null && rows < 1) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --rows: " + rows + " (must be at least 1)");
    }
    Workload workload = workload();
    PrintWriter err = spec.commandLine().getErr();
    Bench.Effort effort = quick ? Bench.Effort.QUICK : Bench.Effort.FULL;
    List<String> jobSettings = new ArrayList<>(config.settings());
    EncoderSettings encoder = read.encoder();
    if (gpuChecks) {
      encoder = encoder.on(DeviceSettings.of(DevicePreference.CUDA), encoder.precisions());
      jobSettings.add("score.device=cuda");
    }
    Measured measured = measure(encoder, workload, effort, devices, err);
    BenchResult result = measured.result();
    Optional<BenchReport.Job> job = Optional.empty();
    if (!noJob) {
      err.println("measuring the whole job");
      job =
          Optional.of(
              BenchJob.run(
                  workload,
                  rows == null ? effort.rows(JOB_FACTOR * result.pipeline().attainable()) : rows,
                  model,
                  config.file(),
                  jobSettings));
    }
    BenchReport report = BenchReport.of(result, measured.checks(), job);
    write(report);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    return (report.failed() ? ExitCode.ENVIRONMENT : ExitCode.DONE).code();
  }

  private record Measured(BenchResult result, Optional<List<BenchResult.Check>> checks) {}

  private Measured measure(
      EncoderSettings encoder,
      Workload workload,
      Bench.Effort effort,
      List<DeviceSettings> devices,
      PrintWriter progress) {
    try (Scratch scratch = Scratch.create()) {
      Bench bench =
          new Bench(
              EncoderBundle.of(ModelBundle.open(model)),
              workload,
              encoder,
              effort,
              Runtime.getRuntime().availableProcessors(),
              scratch.directory());
      Optional<List<BenchResult.Check>> checks =
          gpuChecks ? Optional.of(bench.checkGpu(progress::println)) : Optional.empty();
      return new Measured(bench.run(devices, progress::println), checks);
    }
  }

  private Workload workload() {
    if (images == null) {
      return Workload.drawn();
    }
    try {
      return Workload.of(images);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Cannot use --images %s: %s".formatted(images, e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new ConfigException(
          "Cannot read --images %s: %s".formatted(images, Messages.firstLine(e.getCause())), e);
    }
  }

  private DeviceSettings plugin(Map.Entry<String, String> plugin) {
    for (ExecutionProvider provider : ExecutionProvider.values()) {
      if (provider.isPlugin() && provider.word().equals(plugin.getKey())) {
        return new DeviceSettings(DevicePreference.AUTO, provider, plugin.getValue());
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "Invalid --plugin: %s (must be openvino=PATH or tensorrt-rtx=PATH)"
            .formatted(plugin.getKey()));
  }

  private void write(BenchReport report) {
    if (json != null) {
      try {
        Files.writeString(json, report.json());
      } catch (IOException e) {
        throw new ConfigException(
            "Cannot write --json %s: %s".formatted(json, Messages.firstLine(e)), e);
      }
    }
  }
}
