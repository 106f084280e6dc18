package org.thumbscore.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the progress of a run: on a terminal as one line that is redrawn every second, otherwise
 * as a log line every ten seconds. {@link #close} stops reporting and clears the terminal line.
 */
final class ProgressReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
  private static final String WIPE = "\r\u001b[K";

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          new BasicThreadFactory.Builder()
              .namingPattern("thumbscore-progress")
              .daemon(true)
              .build());
  private final long start = System.nanoTime();
  private final ProgressLine.Work what;
  private final LongSupplier rows;
  private final long total;
  private final PrintStream terminal;
  private final Style style;

  /** The destination of progress lines. */
  enum Style {
    TERMINAL(1),
    LOG(10);

    private final int seconds;

    Style(int seconds) {
      this.seconds = seconds;
    }

    /**
     * Returns the style detected by the launcher, because Java cannot tell whether stderr is a
     * terminal.
     */
    static Style detect() {
      return "1".equals(System.getenv("THUMBSCORE_TTY")) ? TERMINAL : LOG;
    }
  }

  private ProgressReport(
      ProgressLine.Work what, LongSupplier rows, long total, PrintStream terminal, Style style) {
    this.what = what;
    this.rows = rows;
    this.total = total;
    this.terminal = terminal;
    this.style = style;
  }

  /**
   * Runs the given work and reports its progress until it completes.
   *
   * @param rows returns the number of completed rows; called on another thread
   * @param work the work, run on the calling thread
   */
  static void during(
      Runnable work,
      ProgressLine.Work what,
      LongSupplier rows,
      long total,
      PrintStream terminal,
      Style style) {
    try (ProgressReport report = new ProgressReport(what, rows, total, terminal, style)) {
      report.start();
      work.run();
    }
  }

  private void start() {
    if (total == 0) {
      return;
    }
    var unused =
        clock.scheduleAtFixedRate(this::tell, style.seconds, style.seconds, TimeUnit.SECONDS);
  }

  private void tell() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    String line = ProgressLine.of(what, rows.getAsLong(), total, elapsed);
    if (style == Style.TERMINAL) {
      terminal.print(WIPE + line);
      terminal.flush();
    } else {
      LOG.info("{}", line);
    }
  }

  @Override
  public void close() {
    clock.shutdown();
    awaitLastLine();
    if (style == Style.TERMINAL) {
      terminal.print(WIPE);
      terminal.flush();
    }
  }

  /** Waits for a running update, which would otherwise be drawn after the line was cleared. */
  private void awaitLastLine() {
    try {
      if (!clock.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("The last progress line is late");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
