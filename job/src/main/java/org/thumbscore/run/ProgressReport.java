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
 * Tells how far a run is: on a terminal one line that is drawn again each second, elsewhere a line
 * of the log each ten seconds. {@link #close} ends it and wipes the terminal's line.
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

  /** Where a progress line goes. */
  enum Style {
    TERMINAL(1),
    LOG(10);

    private final int seconds;

    Style(int seconds) {
      this.seconds = seconds;
    }

    /** The launcher looks whether stderr is a terminal; Java cannot. */
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
   * Tells while work is done.
   *
   * @param rows how many are done; asked from another thread
   * @param work returns or throws when there is nothing more to tell
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

  /** A line drawn after the wipe would stay. */
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
