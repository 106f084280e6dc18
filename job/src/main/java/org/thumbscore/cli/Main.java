package org.thumbscore.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Redaction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the Thumbscore command line. */
@Command(
    name = "thumbscore",
    description = "Scores how well news thumbnails represent their articles.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    subcommands = {
      ScoreCommand.class,
      FetchCommand.class,
      CounterfactualCommand.class,
      CalibrateCommand.class,
      LabelCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      SearchCommand.class,
      DuplicatesCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      DemoCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Before the command, the launcher takes Spark's own options, such as --master M and --conf k=v.",
      "",
      "Exit codes: 0 done; 1 a bug; 2 bad arguments or config; 3 a data gate failed;",
      "4 the environment is not usable (no CUDA though asked for, no bundle, no permission).",
      "",
      "Examples:",
      "  thumbscore demo",
      "  thumbscore score --help",
      "  thumbscore --master 'local[4]' score --input articles --output scores --model clip --preset bbc"
    })
public final class Main implements Runnable {
  /** Logs stack traces to the log file but not to the console; see conf/log4j2.properties. */
  private static final Logger FAILURES = LoggerFactory.getLogger("org.thumbscore.failure");

  @Spec private CommandSpec spec;

  /**
   * Runs a command and exits the JVM only if the command fails, because a cluster manager may treat
   * an early exit as a failure.
   *
   * @param args the command line; see {@code --help}
   */
  public static void main(String[] args) {
    int code =
        execute(
            args,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    if (code != ExitCode.DONE.code()) {
      System.exit(code);
    }
  }

  /** Runs a command in this JVM and returns its exit code. */
  static int execute(String[] args, PrintWriter out, PrintWriter err) {
    return execute(new Main(), args, out, err);
  }

  /**
   * Runs a command of the given class, like {@link #execute(String[], PrintWriter, PrintWriter)}.
   */
  static int execute(Object command, String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line =
        new CommandLine(command)
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(100)
            .setUsageHelpAutoWidth(false)
            .setParameterExceptionHandler((e, unused) -> usage(e, err))
            .setExecutionExceptionHandler((e, unused, result) -> fail(e, err));
    try {
      return line.execute(args);
    } catch (Error e) {
      return fail(e, err);
    }
  }

  private static int usage(ParameterException e, PrintWriter err) {
    FAILURES.debug("Bad arguments", e);
    CommandLine command = e.getCommandLine();
    String hint =
        Optional.of(e)
            .filter(UnmatchedArgumentException.class::isInstance)
            .map(unmatched -> ((UnmatchedArgumentException) unmatched).getSuggestions())
            .filter(suggestions -> !suggestions.isEmpty())
            .map(suggestions -> " Did you mean " + suggestions.get(0) + "?")
            .orElse("");
    err.printf(
        "thumbscore: %s.%s See '%s --help'%n",
        Redaction.redact(firstLine(e)), hint, command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE.code();
  }

  private static String firstLine(ParameterException e) {
    String message = e.getMessage().lines().findFirst().orElse("Bad arguments");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static int fail(Throwable thrown, PrintWriter err) {
    Failure failure = Failure.of(thrown);
    if (failure.exitCode() == ExitCode.BUG) {
      FAILURES.error("Unexpected failure", thrown);
    } else {
      FAILURES.debug("Failed", thrown);
    }
    err.println("thumbscore: " + failure.message());
    return failure.exitCode().code();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command given");
  }
}
