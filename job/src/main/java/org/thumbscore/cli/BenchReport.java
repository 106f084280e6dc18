package org.thumbscore.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thumbscore.bench.BenchResult;
import org.thumbscore.bench.BenchResult.Check;
import org.thumbscore.bench.BenchResult.Pipeline;
import org.thumbscore.bench.BenchResult.Step;
import org.thumbscore.bench.BenchResult.TowerRate;

/**
 * What {@code bench} reports.
 *
 * @param checks the checks of the GPU; null if they were not asked for
 * @param job the whole job; null if it was not measured
 * @param advice one sentence for each setting that would help
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BenchReport(BenchResult result, List<Check> checks, Job job, List<String> advice) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** A setting is recommended if it makes this much of a difference. */
  private static final double WORTHWHILE = 1.1;

  private static final double NEAR = 0.9;

  /**
   * The rate of the whole job.
   *
   * @param startUp seconds of start-up, which the rate does not include
   */
  record Job(long rows, double seconds, double articles, double startUp) {}

  static BenchReport of(BenchResult result, Optional<List<Check>> checks, Optional<Job> job) {
    return new BenchReport(result, checks.orElse(null), job.orElse(null), advice(result, job));
  }

  /** Returns whether a check of the GPU failed. */
  boolean failed() {
    return checks != null
        && checks.stream().anyMatch(check -> Boolean.FALSE.equals(check.passed()));
  }

  String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> advice(BenchResult result, Optional<Job> job) {
    List<String> advice = new ArrayList<>();
    Pipeline pipeline = result.pipeline();
    result.towers().stream()
        .filter(rate -> rate.error() == null)
        .max(Comparator.comparingDouble(TowerRate::articles))
        .filter(best -> best.articles() > WORTHWHILE * pipeline.alone())
        .ifPresent(best -> advice.add(better(best, pipeline)));
    double preparing = result.steps().stream().mapToDouble(Step::millis).sum();
    double model = 1_000 * result.machine().cores() / pipeline.alone();
    if (preparing > model) {
      advice.add(
          String.format(
              Locale.ROOT,
              "preparing an article takes %.2f ms of a core, and the model %.2f ms: more cores for each executor help more than a faster model",
              preparing,
              model));
    }
    job.filter(whole -> whole.articles() < NEAR * pipeline.articles())
        .ifPresent(
            whole ->
                advice.add(
                    String.format(
                        Locale.ROOT,
                        "Spark, reading and writing take %.0f%% of the job's time",
                        100 * (1 - whole.articles() / pipeline.articles()))));
    return advice;
  }

  private static String better(TowerRate best, Pipeline pipeline) {
    String settings =
        best.settings().entrySet().stream()
            .map(setting -> "--set %s=%s".formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining(" "));
    boolean exact = best.device().endsWith("fp32");
    return String.format(
        Locale.ROOT,
        "%s --set score.batch-size=%d runs the model %.1f times as fast%s",
        settings,
        best.batch(),
        best.articles() / pipeline.alone(),
        exact ? "" : "; with a calibration, score.rescore-band=auto keeps the labels of fp32");
  }

  /** Returns the report as text for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    BenchResult.Machine machine = result.machine();
    line(
        text,
        "machine    %s, %d cores, %s, Java %s, ONNX Runtime %s",
        machine.processor(),
        machine.cores(),
        machine.system(),
        machine.java(),
        machine.onnxRuntime());
    line(
        text,
        "model      %s (%s, sha256 %.12s)",
        result.model().name(),
        result.model().family(),
        result.model().sha256());
    line(
        text,
        "articles   %s, %.0f kB on average; texts of %.0f tokens",
        result.articles().images(),
        result.articles().meanBytes() / 1_000,
        result.articles().meanTokens());
    towers(text);
    steps(text);
    whole(text);
    checks(text);
    advice.forEach(sentence -> line(text, "advice     %s", sentence));
    return text.toString();
  }

  private void towers(StringBuilder text) {
    String title = "the model alone, on ready tensors";
    int width =
        result.towers().stream()
            .mapToInt(t -> t.device().length())
            .reduce(title.length(), Math::max);
    String row = "%-" + width + "s  %6s  %10s  %10s  %10s";
    line(text, "");
    line(text, row, title, "batch", "images/s", "texts/s", "articles/s");
    for (TowerRate rate : result.towers()) {
      if (rate.error() == null) {
        line(
            text,
            row,
            rate.device(),
            rate.batch(),
            number(rate.images()),
            number(rate.texts()),
            number(rate.articles()));
      } else {
        line(text, "%-" + width + "s  %s", rate.device(), rate.error());
      }
    }
  }

  private void steps(StringBuilder text) {
    line(text, "");
    line(text, "%-36s  %10s  %10s", "preparing articles, on one core", "per second", "ms each");
    for (Step step : result.steps()) {
      line(text, "%-36s  %10s  %10.3f", step.name(), number(step.perSecond()), step.millis());
    }
  }

  private void whole(StringBuilder text) {
    Pipeline pipeline = result.pipeline();
    String row = "%-36s  %10s  %16s  %11s";
    line(text, "");
    line(
        text,
        row,
        "from bytes to scores, on all cores",
        "articles/s",
        "of the model",
        "of the best");
    line(
        text,
        row,
        "the model alone, batches of " + pipeline.batch(),
        number(pipeline.alone()),
        "",
        "");
    line(
        text,
        row,
        "at best, with what preparing costs",
        number(pipeline.attainable()),
        share(pipeline.attainable(), pipeline.alone()),
        "");
    row(text, row, "the pipeline without Spark", pipeline.articles(), pipeline);
    if (job != null) {
      row(text, row, "the whole job, parquet to parquet", job.articles(), pipeline);
    }
    line(
        text,
        "time of the threads: %s",
        pipeline.shares().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.0f%%", e.getKey(), 100 * e.getValue()))
            .collect(Collectors.joining(", ")));
    line(text, "");
    line(text, "device     %s", pipeline.device());
    line(
        text,
        "rows       %,d in %.1f s%s",
        pipeline.rows(),
        pipeline.seconds(),
        job == null
            ? ""
            : String.format(Locale.ROOT, "; the job %,d in %.1f s", job.rows(), job.seconds()));
  }

  private void checks(StringBuilder text) {
    if (checks == null) {
      return;
    }
    String title = "checks of the GPU";
    int width = checks.stream().mapToInt(c -> c.name().length()).reduce(title.length(), Math::max);
    String row = "%-" + width + "s  %-6s  %s";
    line(text, "");
    line(text, row, title, "", "");
    for (Check check : checks) {
      String outcome = check.passed() == null ? "-" : check.passed() ? "passed" : "FAILED";
      line(text, row, check.name(), outcome, check.found());
    }
    line(text, "");
  }

  private static void row(
      StringBuilder text, String row, String name, double rate, Pipeline pipeline) {
    line(
        text,
        row,
        name,
        number(rate),
        share(rate, pipeline.alone()),
        share(rate, pipeline.attainable()));
  }

  private static String share(double rate, double of) {
    return String.format(Locale.ROOT, "%.2f", rate / of);
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, rate < 100 ? "%,.1f" : "%,.0f", rate);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
