package org.thumbscore.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.doctor.Finding;
import org.thumbscore.doctor.Finding.Level;
import org.thumbscore.doctor.Machine;
import org.thumbscore.doctor.ModelCheck;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.run.Scratch;
import org.thumbscore.run.SparkCheck;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.spark.ExecutorDoctor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code doctor} command, which says what would keep the job from running, or make it slow. */
@Command(
    name = "doctor",
    description = {
      "Looks for what would keep the job from running on this machine or cluster, or make it slow.",
      "It looks at Java, ONNX Runtime and its execution providers, instruction sets, GPUs, temporary space, the clock and how outputs are committed, on the driver and, on a cluster, on each executor. With a model, it opens it on each device and in each precision and runs its reference batch.",
      "Each finding is fine, or says what to do. Exits with 4 if there is a problem.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore doctor",
      "  thumbscore doctor --model models/cft-clip",
      "  thumbscore --master spark://master:7077 doctor --model hdfs:///models/cft-clip \\",
      "    --set score.provider=openvino --set score.provider-library=openvino"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Map<String, String> SPARK = Map.of("spark.ui.enabled", "false");

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Model bundle to open: a local path or Hadoop URI.")
  private String model;

  @Mixin private ConfigOptions config;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    DeviceSettings device = config.load().encoder().device();
    Map<String, List<Finding>> found = new LinkedHashMap<>();
    try (Scratch scratch = Scratch.create()) {
      List<Finding> driver = new ArrayList<>(Machine.look(device, host()));
      Optional<ExecutorDoctor.Model> bundle = Optional.empty();
      Configuration hadoop = SparkRuntime.hadoopSettings();
      if (model != null) {
        try {
          ModelBundle opened = BundleFetcher.fetch(model, hadoop, scratch.directory());
          bundle = Optional.of(new ExecutorDoctor.Model(model, opened.sha256()));
          driver.addAll(ModelCheck.look(opened, device, host(), scratch.directory()));
        } catch (BundleException e) {
          driver.add(new Finding(Level.PROBLEM, "model", e.getMessage()));
        }
      }
      try (SparkRuntime spark = SparkRuntime.start("thumbscore doctor", SPARK)) {
        driver.addAll(SparkCheck.look(spark.session()));
        found.put("driver", driver);
        if (!spark.session().sparkContext().isLocal()) {
          found.putAll(executors(spark.session(), device, bundle));
        }
      }
    }
    return tell(found).code();
  }

  private static DeviceChoice.Host host() {
    return new DeviceChoice.Host(
        List.of(), Runtime.getRuntime().availableProcessors(), List.of(Path.of("")));
  }

  private static Map<String, List<Finding>> executors(
      SparkSession spark, DeviceSettings device, Optional<ExecutorDoctor.Model> bundle) {
    Map<String, List<Finding>> named = new LinkedHashMap<>();
    ExecutorDoctor.look(spark, device, bundle)
        .forEach((name, findings) -> named.put("executor " + name, findings));
    return named;
  }

  private ExitCode tell(Map<String, List<Finding>> found) {
    PrintWriter out = spec.commandLine().getOut();
    found.forEach(
        (machine, findings) -> {
          out.println(machine);
          findings.forEach(
              finding ->
                  out.printf(
                      "  %-8s %-16s %s%n",
                      word(finding.level()), finding.subject(), finding.text()));
        });
    long problems = count(found, Level.PROBLEM);
    long notes = count(found, Level.NOTE);
    out.println();
    out.println(
        problems + notes == 0
            ? "Everything is fine."
            : String.format(Locale.ROOT, "Problems: %d. Notes: %d.", problems, notes));
    out.flush();
    return problems == 0 ? ExitCode.DONE : ExitCode.ENVIRONMENT;
  }

  private static long count(Map<String, List<Finding>> found, Level level) {
    return found.values().stream()
        .flatMap(List::stream)
        .filter(finding -> finding.level() == level)
        .count();
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
